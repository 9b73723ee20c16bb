import { css, html, LitElement } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import { baseStyles } from "../styles/base.ts";
import { fieldStyles } from "../styles/forms.ts";
import { t } from "../text/t.ts";
import "./icon.ts";

/** A search box. Fires `input` while the user types; read `value` then. Escape clears it. */
@customElement("hl-search-field")
export class SearchField extends LitElement {
  static override styles = [
    baseStyles,
    fieldStyles,
    css`
      :host {
        display: block;
      }
      button {
        display: grid;
        place-items: center;
        width: var(--s6);
        height: var(--s6);
        margin-right: calc(-1 * var(--s1));
        padding: 0;
        border: 0;
        border-radius: var(--r1);
        background: none;
        color: inherit;
        cursor: pointer;
      }
      button:hover {
        background: var(--raised);
        color: var(--text);
      }
      @media (hover: none), (max-width: 900px) {
        kbd {
          display: none;
        }
      }
    `,
  ];

  @property() label = "";
  @property() value = "";
  @query("input") private readonly input!: HTMLInputElement;

  override focus(): void {
    this.input.focus();
    this.input.select();
  }

  protected override render() {
    return html`
      <label class="field">
        <hl-icon name="search"></hl-icon>
        <input type="search" aria-label=${this.label} placeholder="${this.label}…" autocomplete="off" spellcheck="false"
          .value=${this.value} @input=${this.#take} @keydown=${this.#leave} />
        ${this.value ? this.#renderClear() : html`<kbd aria-hidden="true">/</kbd>`}
      </label>
    `;
  }

  #renderClear() {
    return html`
      <button type="button" aria-label=${t("overview.search_clear")} @click=${() => this.#change("")}>
        <hl-icon name="clear"></hl-icon>
      </button>
    `;
  }

  #take(event: InputEvent): void {
    event.stopPropagation();
    this.#change(this.input.value);
  }

  #leave(event: KeyboardEvent): void {
    if (event.key !== "Escape") return;
    if (this.value) this.#change("");
    else this.input.blur();
  }

  #change(value: string): void {
    this.value = value;
    this.dispatchEvent(new Event("input"));
  }
}
