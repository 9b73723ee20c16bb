import { css, html, LitElement } from "lit";
import { customElement } from "lit/decorators.js";
import { MachineController } from "../sdk/index.ts";
import { connectionContext } from "../state/contexts.ts";
import { ObservableController } from "../state/observable-controller.ts";
import { baseStyles } from "../styles/base.ts";
import { ledStyles } from "../styles/led.ts";
import { t } from "../text/t.ts";

const lights = { live: "ok", connecting: "unknown", lost: "warn" } as const;

/** Says whether what is shown is live, and of how many machines. */
@customElement("hl-live-indicator")
export class LiveIndicator extends LitElement {
  static override styles = [
    baseStyles,
    ledStyles,
    css`
      :host {
        display: flex;
        align-items: center;
        gap: var(--s3);
        color: var(--text-3);
        font-size: var(--type-small);
      }
    `,
  ];

  readonly #connection = new ObservableController(this, connectionContext);
  readonly #machines = new MachineController(this);

  constructor() {
    super();
    this.#machines.watchAll();
  }

  protected override render() {
    const kind = this.#connection.value?.kind ?? "connecting";
    return html`<span class="led ${lights[kind]}" aria-hidden="true"></span>${this.#text(kind)}`;
  }

  #text(kind: keyof typeof lights): string {
    if (kind === "lost") return t("live.lost");
    if (!this.#machines.loaded) return t("live.connecting");
    return t("live.machines", { count: this.#machines.machines.length });
  }
}
