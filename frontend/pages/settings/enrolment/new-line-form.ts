import { css, html, LitElement } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import "../../../components/segments.ts";
import type { Segments } from "../../../components/segments.ts";
import { baseStyles } from "../../../styles/base.ts";
import { buttonStyles } from "../../../styles/buttons.ts";
import { fieldStyles } from "../../../styles/forms.ts";
import { t } from "../../../text/t.ts";
import { settingsStyles } from "../settings-styles.ts";

/** A line that is to be made, as the hub wants to be told, and whether it is to prepare an image. */
export interface NewLine {
  readonly name?: string;
  readonly expiry_minutes: number;
  readonly max_uses: number;
  /** The agents may take newer versions of themselves from the hub. */
  readonly updates?: boolean;
  readonly isImage: boolean;
}

const expiries = ["15", "1440", "43200"] as const;
const mostUses = 10_000;

/** What a new line is for. Fires `make`, a `CustomEvent` with a `NewLine`. */
@customElement("hl-new-line-form")
export class NewLineForm extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    fieldStyles,
    settingsStyles,
    css`
      .uses {
        width: calc(3 * var(--size-emblem));
      }
      .form .check {
        display: flex;
        align-items: center;
        gap: var(--s2);
        font-weight: 400;
      }
    `,
  ];

  @state() private expiry: string = "15";
  @query("#name") private readonly nameField!: HTMLInputElement;
  @query("#uses") private readonly usesField!: HTMLInputElement;
  @query("#updates") private readonly updatesField!: HTMLInputElement;
  @query("#image") private readonly imageField!: HTMLInputElement;

  protected override render() {
    const segments = expiries.map((value) => ({ value, label: t(`enrolment.expiry.${value}`) }));
    return html`
      <form class="form" @submit=${this.#submit}>
        <label class="wide">
          ${t("enrolment.name")}
          <span class="field"><input id="name" maxlength="64" autocomplete="off" placeholder=${t("enrolment.name_hint")} /></span>
        </label>
        <label class="uses">
          ${t("enrolment.uses")}
          <span class="field">
            <input id="uses" class="number" type="number" min="1" max=${mostUses} value="1" required inputmode="numeric" />
          </span>
        </label>
        <div class="choice">
          <span aria-hidden="true">${t("enrolment.expiry")}</span>
          <hl-segments .label=${t("enrolment.expiry")} .value=${this.expiry} .segments=${segments}
            @change=${(event: Event) => {
              this.expiry = (event.target as Segments).value;
            }}></hl-segments>
        </div>
        <button class="button primary">${t("enrolment.make")}</button>
        <label class="full check"><input id="image" type="checkbox" />${t("enrolment.image")}</label>
        <label class="full check"><input id="updates" type="checkbox" />${t("add_machine.updates")}</label>
      </form>
    `;
  }

  #submit(event: SubmitEvent): void {
    event.preventDefault();
    const name = this.nameField.value.trim();
    const detail: NewLine = {
      ...(name ? { name } : {}),
      expiry_minutes: Number(this.expiry),
      max_uses: this.usesField.valueAsNumber,
      ...(this.updatesField.checked ? { updates: true } : {}),
      isImage: this.imageField.checked,
    };
    this.dispatchEvent(new CustomEvent("make", { detail }));
  }
}
