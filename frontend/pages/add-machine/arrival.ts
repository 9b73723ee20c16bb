import { css, html, LitElement } from "lit";
import { customElement, property } from "lit/decorators.js";
import { MachineController } from "../../sdk/index.ts";
import { addressOf } from "../../state/base-path.ts";
import { baseStyles } from "../../styles/base.ts";
import { buttonStyles } from "../../styles/buttons.ts";
import { ledStyles } from "../../styles/led.ts";
import { t } from "../../text/t.ts";
import type { EnrolmentClaim } from "./enrolment-token.ts";

/** Waits for a machine: nobody yet, let in, here. The last comes with its first heartbeat, live. */
@customElement("hl-arrival")
export class Arrival extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    ledStyles,
    css`
      div {
        display: flex;
        align-items: center;
        gap: var(--s3);
        min-height: var(--size-control);
      }
      p {
        flex: 1;
        min-width: 0;
        overflow-wrap: anywhere;
      }
      .here {
        color: var(--text);
        font-weight: 600;
      }
    `,
  ];

  /** Who enrolled last with the line that is shown. */
  @property({ attribute: false }) claim: EnrolmentClaim | undefined;
  readonly #machines = new MachineController(this);

  constructor() {
    super();
    this.#machines.watchAll();
  }

  protected override render() {
    return html`<div role="status">${this.#renderState()}</div>`;
  }

  #renderState() {
    const { claim } = this;
    if (!claim) return html`<span class="led unknown" aria-hidden="true"></span><p>${t("add_machine.waiting")}</p>`;
    const machine = this.#machines.machines.find(({ guid }) => guid === claim.server_guid);
    if (machine?.status !== "online") {
      return html`
        <span class="led away" aria-hidden="true"></span>
        <p>${t("add_machine.enrolled", { name: claim.hostname })}</p>
      `;
    }
    return html`
      <span class="led ok" aria-hidden="true"></span>
      <p class="here">${t("add_machine.here", { name: machine.name })}</p>
      <a class="button" href=${addressOf(`/machines/${machine.id}`)}>${t("add_machine.show")}</a>
    `;
  }
}
