import { css, html, LitElement, nothing } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import { keyed } from "lit/directives/keyed.js";
import { knownTypes, typeWord } from "../../../components/alert-words.ts";
import "../../../components/dialog.ts";
import type { Dialog } from "../../../components/dialog.ts";
import { MachineController } from "../../../sdk/index.ts";
import { baseStyles } from "../../../styles/base.ts";
import { buttonStyles } from "../../../styles/buttons.ts";
import { fieldStyles } from "../../../styles/forms.ts";
import { t } from "../../../text/t.ts";
import { exceptionDialogStyles } from "./exception-dialog-styles.ts";
import { readFields, thresholdRow, thresholdRowStyles } from "./threshold-row.ts";
import { type Figure, faultOf, figures, type Threshold, type ThresholdException } from "./thresholds.ts";

/** Saves an exception. When it throws, the dialog stays open and says why. */
export type SaveException = (exception: ThresholdException) => Promise<unknown>;

/** Asks for whom thresholds are different, and how. */
@customElement("hl-exception-dialog")
export class ExceptionDialog extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    fieldStyles,
    thresholdRowStyles,
    exceptionDialogStyles,
    css`
      hl-dialog {
        --size-dialog: calc(10 * var(--size-row));
      }
    `,
  ];

  @state() private exception: ThresholdException = {};
  @state() private failure: string | undefined;
  @state() private isNew = true;
  /** How often it was opened: each time the form is drawn anew, without what was typed before. */
  @state() private asked = 0;
  @query("hl-dialog") private readonly dialog!: Dialog;
  @query("#tags") private readonly tagsField!: HTMLInputElement;
  readonly #machines = new MachineController(this);
  #save: SaveException = async () => {};

  constructor() {
    super();
    this.#machines.watchAll();
  }

  /** Opens with an exception, or with an empty one. */
  async ask(exception: ThresholdException | null, save: SaveException): Promise<void> {
    this.exception = exception ?? {};
    this.isNew = exception === null;
    this.failure = undefined;
    this.#save = save;
    this.asked += 1;
    await this.updateComplete;
    this.#fill();
    this.dialog.open();
  }

  protected override render() {
    return html`
      <hl-dialog .heading=${t(this.isNew ? "rules.exception_new" : "rules.exception_change")}>
        ${keyed(this.asked, this.#renderForm())}
      </hl-dialog>
    `;
  }

  #renderForm() {
    return html`
      <form @submit=${this.#submit} novalidate>
        ${this.#renderMachines()}
        <label>
          ${t("rules.exception_tags")}
          <span class="field"><input id="tags" autocomplete="off" placeholder=${t("rules.exception_tags_hint")} /></span>
        </label>
        ${figures.map((figure) =>
          thresholdRow({
            figure,
            threshold: this.exception[figure] ?? {},
            placeholder: (part) => t(this.exception[figure]?.[part] === null ? "rules.never" : "rules.exception_usual"),
            isDisabled: false,
          }),
        )}
        ${this.#renderOff()}
        ${this.failure === undefined ? nothing : html`<p class="failure" role="alert">${this.failure}</p>`}
        <div class="actions">
          <button class="button" type="button" @click=${() => this.dialog.close()}>${t("confirm.cancel")}</button>
          <button class="button primary">${t("rules.save")}</button>
        </div>
      </form>
    `;
  }

  #renderMachines() {
    const known = this.#machines.machines.map(({ id, name }) => ({ id, name }));
    const unknown = (this.exception.machines ?? []).filter((id) => known.every((machine) => machine.id !== id));
    const all = [...known, ...unknown.map((id) => ({ id, name: id }))];
    return this.#renderChecks("machine", t("rules.exception_machines"), all);
  }

  #renderOff() {
    const types = [...new Set([...knownTypes, ...(this.exception.off ?? [])])];
    return this.#renderChecks(
      "off",
      t("rules.exception_off"),
      types.map((id) => ({ id, name: typeWord(id) })),
    );
  }

  #renderChecks(name: string, legend: string, choices: readonly { readonly id: string; readonly name: string }[]) {
    return html`
      <fieldset class="checks">
        <legend>${legend}</legend>
        <div>${choices.map((choice) => html`<label><input type="checkbox" name=${name} value=${choice.id} />${choice.name}</label>`)}</div>
      </fieldset>
    `;
  }

  #fill(): void {
    const { machines = [], tags = [], off = [] } = this.exception;
    this.tagsField.value = tags.join(", ");
    for (const box of this.#boxes("machine")) box.checked = machines.includes(box.value);
    for (const box of this.#boxes("off")) box.checked = off.includes(box.value);
  }

  #boxes(name: string): readonly HTMLInputElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLInputElement>(`input[name="${name}"]`)];
  }

  #checked(name: string): readonly string[] {
    return this.#boxes(name).flatMap(({ checked, value }) => (checked ? [value] : []));
  }

  #read(): ThresholdException {
    const tags = this.tagsField.value
      .split(",")
      .map((tag) => tag.trim())
      .filter(Boolean);
    const lists = { machines: this.#checked("machine"), tags, off: this.#checked("off") };
    const named = Object.entries(lists).filter(([, list]) => list.length > 0);
    const thresholds = figures.map((figure) => [figure, this.#differences(figure)] as const);
    const different = thresholds.filter(([, threshold]) => Object.keys(threshold).length > 0);
    return Object.fromEntries<unknown>([...named, ...different]);
  }

  /** An empty field is as usual; what was never, and was left as it is, stays never. */
  #differences(figure: Figure): Partial<Threshold> {
    const before = this.exception[figure] ?? {};
    const entries = Object.entries(readFields(this.renderRoot, figure));
    return Object.fromEntries(
      entries.filter(([part, value]) => value !== null || before[part as keyof Threshold] === null),
    );
  }

  async #submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const exception = this.#read();
    this.failure = complaintAbout(exception);
    if (this.failure !== undefined) return;
    try {
      await this.#save(exception);
      this.dialog.close();
    } catch (error) {
      this.failure = t("rules.save_failed", { reason: error instanceof Error ? error.message : String(error) });
    }
  }
}

function complaintAbout(exception: ThresholdException): string | undefined {
  const { machines = [], tags = [], off = [] } = exception;
  if (machines.length + tags.length === 0) return t("rules.exception_whom");
  if (off.length === 0 && figures.every((figure) => exception[figure] === undefined)) return t("rules.exception_what");
  for (const figure of figures) {
    const fault = faultOf(exception[figure] ?? {});
    if (fault !== null) return t(`rules.${fault}`, { figure: t(`rules.figure.${figure}`) });
  }
  return undefined;
}
