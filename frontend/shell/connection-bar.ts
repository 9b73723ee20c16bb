import { css, html, LitElement, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import { formatPreciseClock } from "../format/times.ts";
import { connectionContext } from "../state/contexts.ts";
import { ObservableController } from "../state/observable-controller.ts";
import { baseStyles } from "../styles/base.ts";
import { buttonStyles } from "../styles/buttons.ts";
import { ledStyles } from "../styles/led.ts";
import { t } from "../text/t.ts";

/** Says quietly that what is shown is not live. Fires `retry` when the user does not want to wait. */
@customElement("hl-connection-bar")
export class ConnectionBar extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    ledStyles,
    css`
      :host {
        display: contents;
      }
      .bar {
        position: sticky;
        top: var(--s3);
        z-index: 1;
        display: flex;
        align-items: center;
        gap: var(--s3);
        padding: var(--s2) var(--s2) var(--s2) var(--s4);
        border: 1px solid var(--border-strong);
        border-radius: var(--r3);
        background: var(--glass);
        box-shadow: var(--shadow);
        backdrop-filter: blur(var(--blur));
        font-size: var(--type-label);
      }
      .bar span:nth-child(2) {
        flex: 1;
      }
    `,
  ];

  readonly #connection = new ObservableController(this, connectionContext);

  protected override render() {
    const connection = this.#connection.value;
    if (connection?.kind !== "lost") return nothing;
    return html`
      <div class="bar" role="status">
        <span class="led warn" aria-hidden="true"></span>
        <span>${connection.since > 0 ? t("connection.lost", { time: formatPreciseClock(connection.since) }) : t("connection.never")}</span>
        <button class="button compact" type="button" @click=${this.#retry}>
          ${t("connection.retry")}
        </button>
      </div>
    `;
  }

  #retry(): void {
    this.dispatchEvent(new Event("retry", { bubbles: true, composed: true }));
  }
}
