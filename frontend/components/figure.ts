import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { unknownFigure } from "../format/numbers.ts";

/** A value in large figures with its unit, and a label when it has one. `null` shows a dash. */
@customElement("hl-figure")
export class Figure extends LitElement {
  static override styles = css`
    :host {
      display: inline-block;
    }
    .label {
      display: block;
      color: var(--text-3);
      font-size: var(--type-small);
    }
    .value {
      color: var(--text);
      font: 600 var(--type-figure) / 1.1 var(--mono);
      font-variant-numeric: tabular-nums;
      letter-spacing: -0.04em;
      white-space: nowrap;
    }
    small {
      margin-left: 0.5em;
      color: var(--text-3);
      font-size: var(--type-label);
      font-weight: 500;
      letter-spacing: 0;
    }
  `;

  @property() label = "";
  @property({ attribute: false }) value: string | number | null = null;
  @property() unit = "";

  protected override render() {
    return html`
      ${this.label ? html`<span class="label">${this.label}</span>` : nothing}
      <span class="value">${this.value ?? unknownFigure}${this.unit ? html`<small>${this.unit}</small>` : nothing}</span>
    `;
  }
}
