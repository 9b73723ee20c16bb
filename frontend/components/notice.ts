import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { baseStyles } from "../styles/base.ts";
import "./icon.ts";
import type { IconName } from "./icons.ts";

/** What a page says when it has nothing to show: why, and what can be done (in its slot). */
@customElement("hl-notice")
export class Notice extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: grid;
        justify-items: center;
        gap: var(--s3);
        padding: var(--s12) var(--s4);
        border: 1px dashed var(--border-strong);
        border-radius: var(--r3);
        text-align: center;
      }
      .emblem {
        --icon-size: var(--size-brand);
        display: grid;
        place-items: center;
        width: var(--size-emblem);
        height: var(--size-emblem);
        border-radius: var(--r3);
        background: var(--raised);
        color: var(--text-3);
      }
      h2 {
        color: var(--text);
        font-size: var(--type-title);
        letter-spacing: 0;
        text-transform: none;
      }
      p {
        max-width: 52ch;
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property() icon: IconName = "alert";
  @property() heading = "";
  @property() text = "";

  protected override render() {
    return html`
      <span class="emblem"><hl-icon name=${this.icon}></hl-icon></span>
      <h2>${this.heading}</h2>
      ${this.text ? html`<p>${this.text}</p>` : nothing}
      <slot></slot>
    `;
  }
}
