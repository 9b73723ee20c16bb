import { css, html, LitElement } from "lit";
import { customElement, property } from "lit/decorators.js";
import "../components/notice.ts";
import { baseStyles } from "../styles/base.ts";
import { buttonStyles } from "../styles/buttons.ts";
import { t } from "../text/t.ts";
import "./brand.ts";

/** Shown until the hub has said who is using the page. Fires `retry` when the user does not want to wait. */
@customElement("hl-splash")
export class Splash extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      :host {
        display: grid;
        align-content: center;
        justify-items: center;
        gap: var(--s6);
        min-height: 100dvh;
        padding: var(--s4);
      }
    `,
  ];

  @property({ type: Boolean }) unreachable = false;

  protected override render() {
    if (!this.unreachable) return html`<p class="visually-hidden" role="status">${t("app.checking")}</p>`;
    return html`
      <hl-brand></hl-brand>
      <main>
        <hl-notice icon="unreachable" .heading=${t("app.unreachable.title")} .text=${t("app.unreachable.text")}>
          <button class="button" type="button" @click=${() => this.dispatchEvent(new Event("retry"))}>
            ${t("app.retry")}
          </button>
        </hl-notice>
      </main>
    `;
  }
}
