import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import "../../components/icon.ts";
import { formatMoment } from "../../format/times.ts";
import { baseStyles } from "../../styles/base.ts";
import { buttonStyles } from "../../styles/buttons.ts";
import { t } from "../../text/t.ts";
import { type EnrolmentToken, isOpen } from "./enrolment-token.ts";

/** The lines with which a machine may still enrol. Fires `revoke`, a `CustomEvent` with the token's id. */
@customElement("hl-open-lines")
export class OpenLines extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      section {
        display: grid;
        gap: var(--s3);
      }
      ul {
        display: grid;
        gap: var(--s2);
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: flex;
        align-items: center;
        gap: var(--s3);
        padding: var(--s2) var(--s2) var(--s2) var(--s4);
        border: 1px solid var(--border);
        border-radius: var(--r2);
        background: var(--surface);
      }
      .text {
        flex: 1;
        min-width: 0;
        overflow-wrap: anywhere;
      }
      .name {
        color: var(--text);
        font-weight: 500;
      }
    `,
  ];

  @property({ attribute: false }) tokens: readonly EnrolmentToken[] = [];

  protected override render() {
    const open = this.tokens.filter(isOpen);
    if (open.length === 0) return nothing;
    return html`
      <section aria-labelledby="heading">
        <h2 id="heading">${t("add_machine.open")}</h2>
        <ul>${open.map((token) => this.#renderToken(token))}</ul>
      </section>
    `;
  }

  #renderToken({ id, name, token_prefix, uses_left, expires_at, claims: [last] }: EnrolmentToken) {
    const label = name ?? t("add_machine.no_name");
    return html`
      <li>
        <div class="text">
          <p class="name">${label} <span class="number muted small">${token_prefix}…</span></p>
          <p class="muted small">
            ${t("add_machine.uses_left", { count: uses_left })} · ${formatMoment(Date.parse(expires_at), Date.now())}
            ${last ? html` · ${t("add_machine.last_used", { name: last.hostname })}` : nothing}
          </p>
        </div>
        <button class="button quiet square" type="button" aria-label=${t("add_machine.revoke", { name: label })}
          @click=${() => this.dispatchEvent(new CustomEvent("revoke", { detail: id }))}>
          <hl-icon name="close"></hl-icon>
        </button>
      </li>
    `;
  }
}
