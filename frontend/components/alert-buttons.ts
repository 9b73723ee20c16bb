import { ContextConsumer } from "@lit/context";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { AlertRecord } from "../state/alert-record.ts";
import type { AlertStore } from "../state/alert-store.ts";
import { alertsContext } from "../state/contexts.ts";
import { PermissionController } from "../state/permission-controller.ts";
import { baseStyles } from "../styles/base.ts";
import { buttonStyles } from "../styles/buttons.ts";
import { t } from "../text/t.ts";

/** What a user may do to an alert, in place. Fires `acted`, which bubbles, when the hub has done it. Draws nothing for viewers. */
@customElement("hl-alert-buttons")
export class AlertButtons extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        gap: var(--s2);
      }
      p {
        flex-basis: 100%;
        color: var(--crit);
        overflow-wrap: anywhere;
      }
      @media (max-width: 900px) {
        .button.compact {
          flex: 1;
          min-height: var(--size-touch);
        }
      }
    `,
  ];

  @property({ attribute: false }) alert!: AlertRecord;
  /** Its first button stands out. */
  @property({ type: Boolean }) prominent = false;
  @state() private isBusy = false;
  @state() private failure: string | undefined;
  readonly #store = new ContextConsumer(this, { context: alertsContext });
  readonly #permission = new PermissionController(this);

  protected override render() {
    const { title, can_acknowledge: isOpen, can_resolve: isUnresolved } = this.alert;
    if (!this.#permission.mayAct || !isUnresolved) return nothing;
    return html`
      ${
        isOpen
          ? html`
            <button class="button compact ${this.prominent ? "primary" : ""}" type="button" aria-disabled=${this.isBusy}
              aria-label=${t("alert.acknowledge_label", { title })}
              @click=${() => this.#act((store, id) => store.acknowledge(id))}>${t("alert.acknowledge")}</button>
          `
          : nothing
      }
      <button class="button compact" type="button" aria-disabled=${this.isBusy} aria-label=${t("alert.resolve_label", { title })}
        @click=${() => this.#act((store, id) => store.resolve(id))}>${t("alert.resolve")}</button>
      ${this.failure === undefined ? nothing : html`<p class="small" role="alert">${this.failure}</p>`}
    `;
  }

  async #act(act: (store: AlertStore, id: number) => Promise<void>): Promise<void> {
    const store = this.#store.value;
    if (!store || this.isBusy) return;
    this.isBusy = true;
    this.failure = undefined;
    try {
      await act(store, this.alert.id);
      this.dispatchEvent(new CustomEvent("acted", { bubbles: true, composed: true, detail: this.alert.id }));
    } catch (error) {
      this.failure = t("alert.act_failed", { reason: error instanceof Error ? error.message : String(error) });
    } finally {
      this.isBusy = false;
    }
  }
}
