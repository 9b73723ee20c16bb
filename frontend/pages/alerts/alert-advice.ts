import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { baseStyles } from "../../styles/base.ts";
import { t } from "../../text/t.ts";
import type { AlertDetail } from "./alert-detail.ts";
import { alertPartStyles } from "./alert-part-styles.ts";

/** What an alert means, what may be behind it, and what can be done. */
@customElement("hl-alert-advice")
export class AlertAdvice extends LitElement {
  static override styles = [
    baseStyles,
    alertPartStyles,
    css`
      p,
      li {
        overflow-wrap: anywhere;
      }
      .suggestion {
        color: var(--text);
      }
      ul {
        display: grid;
        gap: var(--s1);
        margin: 0;
        padding-left: var(--s5);
      }
      li::marker {
        color: var(--text-3);
      }
      h3 {
        color: var(--text-3);
        font-size: var(--type-small);
        font-weight: 500;
      }
    `,
  ];

  @property({ attribute: false }) alert!: AlertDetail;

  protected override render() {
    const { message, suggestion, causes, alert_type: type } = this.alert;
    const isEmpty = message === null && suggestion === null && causes.length === 0;
    return html`
      <section class="panel" aria-labelledby="heading">
        <header><h2 id="heading">${t("alert.what")}</h2></header>
        ${message === null ? nothing : html`<p>${message}</p>`}
        ${suggestion === null ? nothing : html`<p class="suggestion">${suggestion}</p>`}
        ${
          causes.length === 0
            ? nothing
            : html`
              <h3>${t(type === "cpu" || type === "memory" ? "alert.culprits" : "alert.causes")}</h3>
              <ul>${causes.map((cause) => html`<li>${cause}</li>`)}</ul>
            `
        }
        ${isEmpty ? html`<p class="muted">${t("alert.no_advice")}</p>` : nothing}
      </section>
    `;
  }
}
