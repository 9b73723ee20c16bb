import { ContextConsumer } from "@lit/context";
import { css, html, LitElement, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import type { Undo } from "../../../core/sdk/index.ts";
import "../../components/icon.ts";
import type { BrowserNotices } from "../../state/browser-notices.ts";
import { noticesContext } from "../../state/contexts.ts";
import { baseStyles } from "../../styles/base.ts";
import { buttonStyles } from "../../styles/buttons.ts";
import { t } from "../../text/t.ts";

/** Lets the user have new alerts shown by this browser. Where it cannot, it says why. */
@customElement("hl-notices-button")
export class NoticesButton extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      .button[aria-pressed="true"] {
        border-color: transparent;
        background: var(--ok-soft);
        color: var(--ok);
      }
      p {
        max-width: 44ch;
        text-align: end;
      }
      @media (max-width: 900px) {
        p {
          text-align: start;
        }
      }
    `,
  ];

  #notices: BrowserNotices | undefined;
  #unsubscribe: Undo | undefined;

  constructor() {
    super();
    new ContextConsumer(this, { context: noticesContext, callback: (notices) => this.#use(notices) });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.#notices) this.#use(this.#notices);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unsubscribe?.();
  }

  protected override render() {
    const state = this.#notices?.state.value ?? "unsupported";
    if (state === "unsupported") return nothing;
    if (state === "refused" || state === "insecure") {
      return html`<p class="small muted">${t(`notices.${state}`)}</p>`;
    }
    const isOn = state === "on";
    return html`
      <button class="button" type="button" aria-pressed=${isOn} title=${t(isOn ? "notices.on_hint" : "notices.off_hint")}
        @click=${() => (isOn ? this.#notices?.turnOff() : this.#notices?.turnOn())}>
        <hl-icon name="notify"></hl-icon>${t(isOn ? "notices.turn_off" : "notices.turn_on")}
      </button>
    `;
  }

  #use(notices: BrowserNotices): void {
    this.#unsubscribe?.();
    this.#notices = notices;
    this.#unsubscribe = notices.state.subscribe(() => this.requestUpdate());
    this.requestUpdate();
  }
}
