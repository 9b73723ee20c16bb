import { css, html, LitElement, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { baseStyles } from "../../../styles/base.ts";
import { buttonStyles } from "../../../styles/buttons.ts";
import { fieldStyles } from "../../../styles/forms.ts";
import { t } from "../../../text/t.ts";
import { readFields, thresholdRow, thresholdRowStyles } from "./threshold-row.ts";
import { faultOf, figures, type Thresholds } from "./thresholds.ts";

/** The general thresholds. Fires `save` and `try`, a `CustomEvent` with the `Thresholds` that stand in it. */
@customElement("hl-thresholds-form")
export class ThresholdsForm extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    fieldStyles,
    thresholdRowStyles,
    css`
      form {
        display: grid;
        gap: var(--s4);
      }
      .threshold,
      .offline {
        padding-bottom: var(--s4);
        border-bottom: 1px solid var(--border);
      }
      .offline {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: var(--s3);
        color: var(--text);
        font-weight: 500;
      }
      .offline .field {
        width: var(--size-field);
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: end;
        gap: var(--s2) var(--s3);
      }
      .actions p {
        flex: 1;
      }
      .failure {
        color: var(--crit);
        overflow-wrap: anywhere;
      }
      @media (max-width: 900px) {
        .offline .field {
          width: calc(100% / 3);
          min-height: var(--size-touch);
        }
        .actions p {
          flex-basis: 100%;
        }
        .actions .button {
          flex: 1;
          min-height: var(--size-touch);
        }
      }
    `,
  ];

  @property({ attribute: false }) thresholds!: Thresholds;
  /** Whether the user may save. */
  @property({ type: Boolean }) editable = false;
  @property({ type: Boolean }) busy = false;
  /** What became of the last attempt to save. */
  @property() message = "";
  @property() failure: string | undefined;
  @state() private fault: string | undefined;
  @query("#offline") private readonly offlineField!: HTMLInputElement;

  protected override render() {
    const { server_offline_seconds: seconds } = this.thresholds;
    return html`
      <form @submit=${this.#save} novalidate>
        ${figures.map((figure) =>
          thresholdRow({
            figure,
            threshold: this.thresholds[figure],
            placeholder: () => t("rules.never"),
            isDisabled: !this.editable,
          }),
        )}
        <label class="offline">
          ${t("rules.offline")}
          <span class="field">
            <input id="offline" class="number" type="number" min="30" max="86400" inputmode="numeric" .value=${String(seconds)} ?disabled=${!this.editable} />
            <span class="small muted" aria-hidden="true">s</span>
          </span>
        </label>
        ${this.#renderActions()}
      </form>
    `;
  }

  #renderActions() {
    const failure = this.fault ?? this.failure;
    return html`
      <div class="actions">
        <p class="small muted" role="status">${this.editable ? (failure === undefined ? this.message : nothing) : t("rules.read_only")}</p>
        ${failure === undefined ? nothing : html`<p class="small failure" role="alert">${failure}</p>`}
        <button class="button" type="button" aria-disabled=${this.busy} @click=${() => this.#send("try")}>
          ${t(this.busy ? "rules.trying" : "rules.try")}
        </button>
        ${this.editable ? html`<button class="button primary">${t("rules.save")}</button>` : nothing}
      </div>
    `;
  }

  #save(event: SubmitEvent): void {
    event.preventDefault();
    this.#send("save");
  }

  #send(what: "save" | "try"): void {
    if (this.busy) return;
    const wrong = figures.flatMap((figure) => {
      const fault = faultOf(readFields(this.renderRoot, figure));
      return fault === null ? [] : [t(`rules.${fault}`, { figure: t(`rules.figure.${figure}`) })];
    });
    this.fault = wrong[0];
    if (this.fault === undefined) this.dispatchEvent(new CustomEvent(what, { detail: this.#read() }));
  }

  #read(): Thresholds {
    const read = (figure: (typeof figures)[number]) => {
      const { sustained_seconds: seconds, ...percents } = readFields(this.renderRoot, figure);
      return { ...percents, sustained_seconds: seconds ?? 0 };
    };
    const offline = this.offlineField.valueAsNumber;
    return {
      cpu: read("cpu"),
      memory: read("memory"),
      disk: read("disk"),
      server_offline_seconds: Number.isNaN(offline) ? this.thresholds.server_offline_seconds : offline,
    };
  }
}
