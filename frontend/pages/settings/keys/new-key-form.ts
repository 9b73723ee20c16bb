import { html, LitElement, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import "../../../components/segments.ts";
import type { Segments } from "../../../components/segments.ts";
import { baseStyles } from "../../../styles/base.ts";
import { buttonStyles } from "../../../styles/buttons.ts";
import { fieldStyles } from "../../../styles/forms.ts";
import { t } from "../../../text/t.ts";
import { settingsStyles } from "../settings-styles.ts";
import { type KeyScope, keyScopes } from "./api-key.ts";

/** A key that is to be made. */
export interface NewKey {
  readonly name: string;
  readonly scope: KeyScope;
  /** `null` never ends. */
  readonly days: number | null;
}

const expiries = ["never", "365", "30"] as const;

/** What a new key is for, and what it may do. Fires `make`, a `CustomEvent` with a `NewKey`. */
@customElement("hl-new-key-form")
export class NewKeyForm extends LitElement {
  static override styles = [baseStyles, buttonStyles, fieldStyles, settingsStyles];

  /** Why the hub did not make it. */
  @property() failure: string | undefined;
  @state() private scope: KeyScope = "viewer";
  @state() private expiry: string = "never";
  @state() private isNameless = false;
  @query("#name") private readonly nameField!: HTMLInputElement;

  /** Makes the form ready for another key. */
  clear(): void {
    this.nameField.value = "";
  }

  protected override render() {
    const message = this.isNameless ? t("api_keys.no_name") : this.failure;
    return html`
      <form class="form" @submit=${this.#submit} novalidate>
        <label class="wide">
          ${t("api_keys.name")}
          <span class="field">
            <input id="name" maxlength="64" autocomplete="off" placeholder=${t("api_keys.name_hint")}
              aria-invalid=${message === undefined ? "false" : "true"} aria-describedby="message" />
          </span>
        </label>
        ${this.#renderScopes()} ${this.#renderExpiries()}
        <button class="button primary">${t("api_keys.make")}</button>
        <p class="full small muted">${t(`api_keys.scope_hint.${this.scope}`)}</p>
      </form>
      <p id="message" class="failure" role="alert" ?hidden=${message === undefined}>${message ?? nothing}</p>
    `;
  }

  #renderScopes() {
    const segments = keyScopes.map((value) => ({ value, label: t(`api_keys.scope.${value}`) }));
    return html`
      <div class="choice">
        <span aria-hidden="true">${t("api_keys.scope")}</span>
        <hl-segments .label=${t("api_keys.scope")} .value=${this.scope} .segments=${segments}
          @change=${(event: Event) => {
            this.scope = (event.target as Segments).value as KeyScope;
          }}></hl-segments>
      </div>
    `;
  }

  #renderExpiries() {
    const segments = expiries.map((value) => ({ value, label: t(`api_keys.expiry.${value}`) }));
    return html`
      <div class="choice">
        <span aria-hidden="true">${t("api_keys.expiry")}</span>
        <hl-segments .label=${t("api_keys.expiry")} .value=${this.expiry} .segments=${segments}
          @change=${(event: Event) => {
            this.expiry = (event.target as Segments).value;
          }}></hl-segments>
      </div>
    `;
  }

  #submit(event: SubmitEvent): void {
    event.preventDefault();
    const name = this.nameField.value.trim();
    this.isNameless = name === "";
    if (this.isNameless) {
      this.nameField.focus();
      return;
    }
    const detail: NewKey = { name, scope: this.scope, days: this.expiry === "never" ? null : Number(this.expiry) };
    this.dispatchEvent(new CustomEvent("make", { detail }));
  }
}
