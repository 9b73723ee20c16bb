import { css, html, LitElement, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import "../../../components/dialog.ts";
import type { Dialog } from "../../../components/dialog.ts";
import { baseStyles } from "../../../styles/base.ts";
import { buttonStyles } from "../../../styles/buttons.ts";
import { t } from "../../../text/t.ts";
import { type AgentRecord, canUpdate, nameOf, needsHands } from "./agent-record.ts";

/** How many names are written out. */
const mostNames = 8;

/** Says what updating all agents will do, and to which. Fires `confirm` when the user wants it. */
@customElement("hl-update-all-dialog")
export class UpdateAllDialog extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      ul {
        display: grid;
        gap: var(--s1);
        max-height: 30vh;
        margin: 0;
        padding: var(--s2) var(--s3);
        border-radius: var(--r2);
        background: var(--raised);
        list-style: none;
        overflow-y: auto;
      }
      li {
        display: flex;
        justify-content: space-between;
        gap: var(--s3);
        overflow-wrap: anywhere;
      }
      li .number {
        flex: none;
      }
      .actions {
        display: flex;
        justify-content: end;
        gap: var(--s2);
      }
      @media (max-width: 900px) {
        .button {
          flex: 1;
          min-height: var(--size-touch);
        }
      }
    `,
  ];

  @property({ attribute: false }) agents: readonly AgentRecord[] = [];
  /** The version that the hub ships. */
  @property() version = "";
  /** What is asked stays as it was when it was asked, whatever the page hears meanwhile. */
  @state() private asked: readonly AgentRecord[] = [];
  @query("hl-dialog") private readonly dialog!: Dialog;

  open(): void {
    this.asked = this.agents;
    this.dialog.open();
  }

  protected override render() {
    const able = this.asked.filter(canUpdate);
    const unable = this.asked.filter(needsHands);
    return html`
      <hl-dialog .heading=${t("update_all.title")}>
        <p>${t("update_all.text", { count: able.length, version: this.version })}</p>
        ${renderNames(able)}
        ${
          unable.length === 0
            ? nothing
            : html`<p>${t("update_all.cannot", { count: unable.length })}</p>${renderNames(unable)}`
        }
        <p class="small muted">${t("update_all.safety")}</p>
        <div class="actions">
          <button class="button" type="button" @click=${() => this.dialog.close()}>${t("confirm.cancel")}</button>
          <button class="button primary" type="button" @click=${this.#confirm}>
            ${t("update_all.go", { count: able.length })}
          </button>
        </div>
      </hl-dialog>
    `;
  }

  #confirm(): void {
    this.dialog.close();
    this.dispatchEvent(new Event("confirm"));
  }
}

function renderNames(agents: readonly AgentRecord[]) {
  const rest = agents.length - mostNames;
  return html`
    <ul tabindex="0">
      ${agents.slice(0, mostNames).map(
        (agent) => html`
          <li>${nameOf(agent)}<span class="number muted small">${agent.version || t("agents.version_unknown")}</span></li>
        `,
      )}
      ${rest > 0 ? html`<li class="muted">${t("update_all.more", { count: rest })}</li>` : nothing}
    </ul>
  `;
}
