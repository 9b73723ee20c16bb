import { css, html, LitElement } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import "../../../components/copy-line.ts";
import "../../../components/dialog.ts";
import type { Dialog } from "../../../components/dialog.ts";
import { baseStyles } from "../../../styles/base.ts";
import { t } from "../../../text/t.ts";
import { type AgentRecord, nameOf } from "./agent-record.ts";

/** Hands out the line that brings an agent up to date which does not take updates from here. */
@customElement("hl-by-hand-dialog")
export class ByHandDialog extends LitElement {
  static override styles = [
    baseStyles,
    css`
      label {
        display: flex;
        align-items: center;
        gap: var(--s2);
        color: var(--text);
      }
    `,
  ];

  /** The line, as the hub says it. */
  @property() command = "";
  @state() private agent: AgentRecord | undefined;
  @state() private takesUpdates = false;
  @query("hl-dialog") private readonly dialog!: Dialog;

  open(agent: AgentRecord): void {
    this.agent = agent;
    this.dialog.open();
  }

  protected override render() {
    const line = this.takesUpdates ? `${this.command} --updates` : this.command;
    return html`
      <hl-dialog .heading=${t("by_hand.title", { name: this.agent ? nameOf(this.agent) : "" })}>
        <p>${t("by_hand.text")}</p>
        <label>
          <input type="checkbox" .checked=${this.takesUpdates} @change=${(event: Event) => {
            this.takesUpdates = (event.target as HTMLInputElement).checked;
          }} />${t("by_hand.with_updates")}
        </label>
        <hl-copy-line primary .label=${t("by_hand.line")} .text=${line}></hl-copy-line>
      </hl-dialog>
    `;
  }
}
