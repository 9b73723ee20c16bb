import { ContextConsumer } from "@lit/context";
import { html, LitElement, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { keyed } from "lit/directives/keyed.js";
import "../../components/dialog.ts";
import type { Dialog } from "../../components/dialog.ts";
import { apiContext } from "../../state/contexts.ts";
import { baseStyles } from "../../styles/base.ts";
import { buttonStyles } from "../../styles/buttons.ts";
import { fieldStyles } from "../../styles/forms.ts";
import { t } from "../../text/t.ts";
import type { ExpectedUnit } from "./expected-units.ts";
import { unitDialogStyles } from "./unit-dialog-styles.ts";

const fresh: ExpectedUnit = { service_name: "", display_name: null, is_critical: true, enabled: true };

/** Says what is expected of a unit. Fires `saved` when the hub has taken it, and `remove`, a `CustomEvent` with the unit. */
@customElement("hl-unit-dialog")
export class UnitDialog extends LitElement {
  static override styles = [baseStyles, buttonStyles, fieldStyles, unitDialogStyles];

  /** Where the hub keeps the machine's units. */
  @property() path = "";
  @state() private unit = fresh;
  @state() private isNew = true;
  @state() private failure: string | undefined;
  @state() private isBusy = false;
  @query("hl-dialog") private readonly dialog!: Dialog;
  @query("form") private readonly form!: HTMLFormElement;
  readonly #api = new ContextConsumer(this, { context: apiContext });
  #openings = 0;

  /** Asks for a unit that is not expected yet; its name may be known. */
  add(name = ""): Promise<void> {
    return this.#open({ ...fresh, service_name: name }, true);
  }

  /** Shows what is expected of a unit. */
  edit(unit: ExpectedUnit): Promise<void> {
    return this.#open(unit, false);
  }

  protected override render() {
    const heading = this.isNew ? t("machine.services.add") : this.unit.service_name;
    return html`
      <hl-dialog .heading=${heading}>
        ${keyed(
          this.#openings,
          html`
            <form @submit=${this.#submit}>
              ${this.isNew ? this.#renderName() : nothing}
              <p id="failure" class="failure" role="alert" ?hidden=${this.failure === undefined}>${this.failure ?? nothing}</p>
              ${this.#renderSettings()}
              ${this.#renderActions()}
            </form>
          `,
        )}
      </hl-dialog>
    `;
  }

  #renderName() {
    return html`
      <label>
        ${t("machine.services.name")}
        <span class="field">
          <input name="service_name" required maxlength="255" autocomplete="off" autocapitalize="none" spellcheck="false"
            value=${this.unit.service_name} placeholder=${t("machine.services.example")} aria-describedby="hint failure"
            aria-invalid=${this.failure === undefined ? nothing : "true"} />
        </span>
        <span id="hint" class="hint">${t("machine.services.name_hint")}</span>
      </label>
    `;
  }

  #renderSettings() {
    const { display_name: displayName, is_critical: isCritical, enabled } = this.unit;
    return html`
      <label>
        ${t("machine.services.display_name")}
        <span class="field">
          <input name="display_name" maxlength="100" autocomplete="off" value=${displayName ?? ""}
            placeholder=${t("machine.services.display_name_hint")} />
        </span>
      </label>
      <label class="check">
        <input name="is_critical" type="checkbox" ?checked=${isCritical} />
        <span>${t("machine.services.critical")}<span class="hint">${t("machine.services.critical_hint")}</span></span>
      </label>
      <label class="check">
        <input name="enabled" type="checkbox" ?checked=${enabled} />
        <span>${t("machine.services.watch")}<span class="hint">${t("machine.services.watch_hint")}</span></span>
      </label>
    `;
  }

  #renderActions() {
    return html`
      <div class="actions">
        ${
          this.isNew
            ? html`<button class="button" type="button" @click=${() => this.dialog.close()}>${t("confirm.cancel")}</button>`
            : html`<button class="button danger" type="button" @click=${this.#remove}>${t("machine.services.remove")}</button>`
        }
        <button class="button primary" ?disabled=${this.isBusy}>
          ${this.isNew ? t("machine.services.expect") : t("machine.services.save")}
        </button>
      </div>
    `;
  }

  async #open(unit: ExpectedUnit, isNew: boolean): Promise<void> {
    this.unit = unit;
    this.isNew = isNew;
    this.failure = undefined;
    this.#openings += 1;
    await this.updateComplete;
    this.dialog.open();
    this.#focusFirst();
  }

  #focusFirst(): void {
    this.form.querySelector("input")?.focus();
  }

  #remove(): void {
    this.dialog.close();
    this.dispatchEvent(new CustomEvent("remove", { detail: this.unit }));
  }

  async #submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.isBusy) return;
    this.isBusy = true;
    this.failure = undefined;
    try {
      await this.#send(new FormData(this.form));
      this.dispatchEvent(new CustomEvent("saved"));
      this.dialog.close();
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error);
      this.#focusFirst();
    } finally {
      this.isBusy = false;
    }
  }

  async #send(values: FormData): Promise<void> {
    const text = (name: string) => String(values.get(name) ?? "").trim();
    const settings = {
      display_name: text("display_name") || null,
      is_critical: values.has("is_critical"),
      enabled: values.has("enabled"),
    };
    if (this.isNew) await this.#api.value?.post(this.path, { service_name: text("service_name"), ...settings });
    else await this.#api.value?.put(`${this.path}/${encodeURIComponent(this.unit.service_name)}`, settings);
  }
}
