import { ContextConsumer } from "@lit/context";
import { css, html, LitElement, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import "../components/icon.ts";
import { sessionContext } from "../state/contexts.ts";
import { baseStyles } from "../styles/base.ts";
import { buttonStyles } from "../styles/buttons.ts";
import { t } from "../text/t.ts";

/** Ends the session. Says so when the hub could not be told, because the session then still exists. */
@customElement("hl-logout-button")
export class LogoutButton extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      :host {
        display: grid;
        gap: var(--s2);
      }
      .button {
        justify-content: start;
        gap: var(--s3);
        padding: 0 var(--s2);
        font-size: var(--type-body);
      }
      p {
        color: var(--crit);
      }
    `,
  ];

  @state() private failure = "";
  readonly #session = new ContextConsumer(this, { context: sessionContext });

  protected override render() {
    return html`
      <button class="button quiet" type="button" @click=${this.#logout}>
        <hl-icon name="logout"></hl-icon>${t("navigation.logout")}
      </button>
      ${this.failure ? html`<p class="small" role="alert">${this.failure}</p>` : nothing}
    `;
  }

  async #logout(): Promise<void> {
    try {
      await this.#session.value?.logout();
    } catch (error) {
      this.failure = t("navigation.logout_failed", { reason: error instanceof Error ? error.message : String(error) });
    }
  }
}
