import { ContextConsumer } from "@lit/context";
import { css, html, LitElement, nothing } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import { typeWord } from "../../components/alert-words.ts";
import "../../components/dialog.ts";
import type { Dialog } from "../../components/dialog.ts";
import type { AlertRecord } from "../../state/alert-record.ts";
import { apiContext } from "../../state/contexts.ts";
import { baseStyles } from "../../styles/base.ts";
import { buttonStyles } from "../../styles/buttons.ts";
import { fieldStyles } from "../../styles/forms.ts";
import { t } from "../../text/t.ts";
import { silenceOf } from "./silence-record.ts";

const hours = [1, 8, 24] as const;

/** Silences what an alert is about: its type on its machine, for some hours or until a moment. */
@customElement("hl-silence-dialog")
export class SilenceDialog extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    fieldStyles,
    css`
      .lengths {
        display: grid;
        grid-template-columns: repeat(3, 1fr);
        gap: var(--s2);
      }
      form {
        display: flex;
        flex-wrap: wrap;
        align-items: end;
        gap: var(--s2);
        padding-top: var(--s4);
        border-top: 1px solid var(--border);
      }
      label {
        display: grid;
        flex: 1;
        gap: var(--near);
        color: var(--text);
        font-size: var(--type-label);
        font-weight: 500;
      }
      p {
        overflow-wrap: anywhere;
      }
      .failure {
        color: var(--crit);
      }
      @media (max-width: 900px) {
        form .button {
          flex: 1 1 100%;
        }
        .button,
        .field {
          min-height: var(--size-touch);
        }
      }
    `,
  ];

  @state() private alert: AlertRecord | undefined;
  @state() private failure: string | undefined;
  @query("hl-dialog") private readonly dialog!: Dialog;
  @query("input") private readonly field!: HTMLInputElement;
  readonly #api = new ContextConsumer(this, { context: apiContext });

  ask(alert: AlertRecord): void {
    this.alert = alert;
    this.failure = undefined;
    this.dialog.open();
  }

  protected override render() {
    return html`
      <hl-dialog .heading=${t("silence.this_title")}>
        <p>${this.#explain()}</p>
        <div class="lengths">
          ${hours.map(
            (count) => html`
              <button class="button" type="button" @click=${() => this.#silence({ minutes: count * 60 })}>
                ${t("silence.hours", { count })}
              </button>
            `,
          )}
        </div>
        <form @submit=${this.#submit}>
          <label>${t("silence.until")}<span class="field"><input type="datetime-local" required /></span></label>
          <button class="button">${t("silence.until_submit")}</button>
        </form>
        ${this.failure === undefined ? nothing : html`<p class="failure" role="alert">${this.failure}</p>`}
      </hl-dialog>
    `;
  }

  #explain(): string {
    if (!this.alert) return "";
    const type = typeWord(this.alert.alert_type);
    const machine = this.alert.server_name;
    return machine === null ? t("silence.this_text_all", { type }) : t("silence.this_text", { type, machine });
  }

  #submit(event: SubmitEvent): void {
    event.preventDefault();
    void this.#silence({ until: new Date(this.field.value).toISOString() });
  }

  async #silence(length: { readonly minutes: number } | { readonly until: string }): Promise<void> {
    if (!this.alert) return;
    try {
      await this.#api.value?.post("/silences", { ...silenceOf(this.alert), ...length });
      this.dialog.close();
    } catch (error) {
      this.failure = t("silence.failed", { reason: error instanceof Error ? error.message : String(error) });
    }
  }
}
