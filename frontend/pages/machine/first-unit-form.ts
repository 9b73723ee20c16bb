import { ContextConsumer } from "@lit/context";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { apiContext } from "../../state/contexts.ts";
import { baseStyles } from "../../styles/base.ts";
import { buttonStyles } from "../../styles/buttons.ts";
import { fieldStyles } from "../../styles/forms.ts";
import { t } from "../../text/t.ts";

/** Asks which service should run on a machine where none is expected yet. Fires `saved` when the hub has taken one. */
@customElement("hl-first-unit-form")
export class FirstUnitForm extends LitElement {
  static override shadowRootOptions: ShadowRootInit = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override styles = [
    baseStyles,
    buttonStyles,
    fieldStyles,
    css`
      form {
        display: grid;
        gap: var(--s2);
        padding: var(--s2) 0;
      }
      label {
        color: var(--text);
        font-size: var(--type-title);
        font-weight: 500;
      }
      .line {
        display: flex;
        flex-wrap: wrap;
        gap: var(--s2);
      }
      .field {
        flex: 1 1 var(--size-field);
      }
      .failure {
        color: var(--crit);
        overflow-wrap: anywhere;
      }
      @media (max-width: 900px) {
        .field,
        .button {
          min-height: var(--size-touch);
        }
      }
    `,
  ];

  /** Where the hub keeps the machine's units. */
  @property() path = "";
  @state() private failure: string | undefined;
  @state() private isBusy = false;
  @query("input") private readonly field!: HTMLInputElement;
  readonly #api = new ContextConsumer(this, { context: apiContext });

  protected override render() {
    return html`
      <form @submit=${this.#submit}>
        <label for="name">${t("machine.services.first")}</label>
        <p id="hint" class="small">${t("machine.services.first_hint")}</p>
        <div class="line">
          <span class="field">
            <input id="name" required maxlength="255" autocomplete="off" autocapitalize="none" spellcheck="false"
              placeholder=${t("machine.services.example")} aria-describedby="hint failure"
              aria-invalid=${this.failure === undefined ? nothing : "true"} />
          </span>
          <button class="button primary" ?disabled=${this.isBusy}>${t("machine.services.expect")}</button>
        </div>
        <p id="failure" class="small failure" role="alert" ?hidden=${this.failure === undefined}>${this.failure ?? nothing}</p>
      </form>
    `;
  }

  async #submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.isBusy) return;
    this.isBusy = true;
    this.failure = undefined;
    try {
      await this.#api.value?.post(this.path, { service_name: this.field.value.trim() });
      this.dispatchEvent(new CustomEvent("saved"));
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error);
      this.field.focus();
    } finally {
      this.isBusy = false;
    }
  }
}
