import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import "../../components/icon.ts";
import { baseStyles } from "../../styles/base.ts";

/** What the list of alerts says when nothing is open: a calm sign, and a line or two. */
@customElement("hl-all-is-well")
export class AllIsWell extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: grid;
        justify-items: center;
        gap: var(--s2);
        padding: var(--s12) var(--s4);
        border: 1px solid var(--border);
        border-radius: var(--r3);
        background: radial-gradient(60% 90% at 50% 0, var(--ok-soft), transparent) var(--surface);
        box-shadow: var(--shadow);
        text-align: center;
      }
      .emblem {
        --icon-size: var(--size-brand);
        display: grid;
        place-items: center;
        width: calc(var(--size-emblem) + var(--s4));
        height: calc(var(--size-emblem) + var(--s4));
        margin-bottom: var(--s3);
        border-radius: 50%;
        background: var(--ok-soft);
        box-shadow: 0 0 0 var(--s2) var(--ok-soft);
        color: var(--ok);
      }
      h2 {
        color: var(--text);
        font-size: var(--type-page);
        letter-spacing: -0.01em;
        text-transform: none;
      }
      p {
        max-width: 52ch;
      }
    `,
  ];

  @property() heading = "";
  @property() text = "";
  @property() note = "";

  protected override render() {
    return html`
      <span class="emblem"><hl-icon name="well"></hl-icon></span>
      <h2>${this.heading}</h2>
      <p>${this.text}</p>
      ${this.note ? html`<p class="small muted">${this.note}</p>` : nothing}
    `;
  }
}
