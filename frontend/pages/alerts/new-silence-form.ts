import { css, html, LitElement, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { knownTypes, typeWord } from "../../components/alert-words.ts";
import "../../components/segments.ts";
import type { Segments } from "../../components/segments.ts";
import { MachineController } from "../../sdk/index.ts";
import { baseStyles } from "../../styles/base.ts";
import { buttonStyles } from "../../styles/buttons.ts";
import { fieldStyles } from "../../styles/forms.ts";
import { t } from "../../text/t.ts";
import { alertFormStyles } from "./form-styles.ts";

/** A silence that is to be made, as the hub wants to be told. */
export interface NewSilence {
  readonly machine_id: string | null;
  readonly type: string | null;
  readonly tag: string | null;
  readonly comment: string | null;
  readonly minutes?: number;
  readonly until?: string;
}

const lengths = ["1", "8", "24", "until"] as const;

/** What to silence, and for how long. Fires `make`, a `CustomEvent` with a `NewSilence`. */
@customElement("hl-new-silence-form")
export class NewSilenceForm extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    fieldStyles,
    alertFormStyles,
    css`
      .wide {
        flex: 2 1 var(--size-search);
      }
    `,
  ];

  /** Why the hub did not make it. */
  @property() failure: string | undefined;
  @state() private length: string = "1";
  @state() private complaint: string | undefined;
  @query("#machine") private readonly machineField!: HTMLSelectElement;
  @query("#type") private readonly typeField!: HTMLSelectElement;
  @query("#tag") private readonly tagField!: HTMLInputElement;
  @query("#comment") private readonly commentField!: HTMLInputElement;
  @query("#until") private readonly untilField!: HTMLInputElement | null;
  readonly #machines = new MachineController(this);

  constructor() {
    super();
    this.#machines.watchAll();
  }

  /** Makes the form ready for another silence. */
  clear(): void {
    this.renderRoot.querySelector("form")?.reset();
  }

  protected override render() {
    const message = this.complaint ?? this.failure;
    return html`
      <form class="form" @submit=${this.#submit} novalidate>
        ${this.#renderCriteria()}
        <label class="wide">
          ${t("silence.comment")}
          <span class="field"><input id="comment" maxlength="500" autocomplete="off" placeholder=${t("silence.comment_hint")} /></span>
        </label>
        ${this.#renderLength()}
        <button class="button primary">${t("silence.make")}</button>
      </form>
      <p class="failure" role="alert" ?hidden=${message === undefined}>${message ?? nothing}</p>
    `;
  }

  #renderCriteria() {
    return html`
      <label>
        ${t("silence.machine")}
        <span class="field">
          <select id="machine">
            <option value="">${t("silence.any_machine")}</option>
            ${this.#machines.machines.map(({ id, name }) => html`<option value=${id}>${name}</option>`)}
          </select>
        </span>
      </label>
      <label>
        ${t("silence.type")}
        <span class="field">
          <select id="type">
            <option value="">${t("silence.any_type")}</option>
            ${knownTypes.map((type) => html`<option value=${type}>${typeWord(type)}</option>`)}
          </select>
        </span>
      </label>
      <label>
        ${t("silence.tag")}
        <span class="field"><input id="tag" maxlength="100" autocomplete="off" placeholder=${t("silence.tag_hint")} /></span>
      </label>
    `;
  }

  #renderLength() {
    const segments = lengths.map((value) => ({ value, label: t(`silence.length.${value}`) }));
    return html`
      <div class="choice">
        <span aria-hidden="true">${t("silence.length")}</span>
        <hl-segments .label=${t("silence.length")} .value=${this.length} .segments=${segments}
          @change=${(event: Event) => {
            this.length = (event.target as Segments).value;
          }}></hl-segments>
      </div>
      ${
        this.length === "until"
          ? html`<label>${t("silence.until")}<span class="field"><input id="until" type="datetime-local" /></span></label>`
          : nothing
      }
    `;
  }

  #submit(event: SubmitEvent): void {
    event.preventDefault();
    const textOf = ({ value }: { readonly value: string }) => (value.trim() === "" ? null : value.trim());
    const criteria = {
      machine_id: textOf(this.machineField),
      type: textOf(this.typeField),
      tag: textOf(this.tagField),
    };
    const until = this.untilField === null ? null : Date.parse(this.untilField.value);
    this.complaint = complaintAbout(Object.values(criteria), until);
    if (this.complaint !== undefined) return;
    const length = until === null ? { minutes: Number(this.length) * 60 } : { until: new Date(until).toISOString() };
    const detail: NewSilence = { ...criteria, comment: textOf(this.commentField), ...length };
    this.dispatchEvent(new CustomEvent("make", { detail }));
  }
}

/** Says what is missing; `until` is in Unix milliseconds, `null` when it was not asked for. */
function complaintAbout(criteria: readonly (string | null)[], until: number | null): string | undefined {
  if (criteria.every((criterion) => criterion === null)) return t("silence.nothing");
  return until !== null && Number.isNaN(until) ? t("silence.past") : undefined;
}
