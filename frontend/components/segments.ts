import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { baseStyles } from "../styles/base.ts";
import "./icon.ts";
import type { IconName } from "./icons.ts";

/** One of the things to choose from. */
export interface Segment {
  readonly value: string;
  readonly label: string;
  readonly count?: number;
  /** Shown instead of the label, which is then its name for screen readers. */
  readonly icon?: IconName;
}

/** A choice of one out of a few, side by side. Fires `change` when the user chooses; read `value` then. */
@customElement("hl-segments")
export class Segments extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: inline-block;
      }
      fieldset {
        display: flex;
        gap: var(--hair);
        min-width: 0;
        margin: 0;
        padding: var(--tight);
        border: 0;
        border-radius: var(--r2);
        background: var(--raised);
      }
      label {
        --icon-size: var(--type-body);
        display: flex;
        flex: 1;
        align-items: center;
        justify-content: center;
        gap: var(--near);
        min-height: calc(var(--size-control) - 2 * var(--tight));
        padding: 0 var(--s3);
        border-radius: var(--near);
        font-size: var(--type-small);
        font-weight: 500;
        cursor: pointer;
        white-space: nowrap;
        transition: color var(--quick);
      }
      label:hover {
        color: var(--text);
      }
      label:has(:checked) {
        background: var(--surface);
        color: var(--text);
        box-shadow: var(--shadow-small);
      }
      label:has(:focus-visible) {
        outline: var(--hair) solid var(--info);
      }
      .number {
        color: var(--text-3);
        font-size: var(--type-micro);
      }
      @media (max-width: 900px) {
        label {
          min-height: var(--size-control);
          padding: 0 var(--s1);
        }
      }
    `,
  ];

  @property() label = "";
  @property() value = "";
  @property({ attribute: false }) segments: readonly Segment[] = [];

  protected override render() {
    return html`
      <fieldset>
        <legend class="visually-hidden">${this.label}</legend>
        ${this.segments.map((segment) => this.#renderSegment(segment))}
      </fieldset>
    `;
  }

  #renderSegment({ value, label, count, icon }: Segment) {
    return html`
      <label title=${icon ? label : nothing}>
        <input class="visually-hidden" type="radio" name="segment" .checked=${value === this.value}
          value=${value} @change=${() => this.#choose(value)} />
        ${icon ? html`<hl-icon name=${icon}></hl-icon><span class="visually-hidden">${label}</span>` : label}
        ${count === undefined ? nothing : html`<span class="number">${count}</span>`}
      </label>
    `;
  }

  #choose(value: string): void {
    this.value = value;
    this.dispatchEvent(new Event("change"));
  }
}
