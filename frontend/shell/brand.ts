import { css, html, LitElement } from "lit";
import { customElement } from "lit/decorators.js";
import "../components/icon.ts";

/** The mark and name of the product. */
@customElement("hl-brand")
export class Brand extends LitElement {
  static override styles = css`
    :host {
      --icon-size: var(--size-brand);
      display: flex;
      align-items: center;
      gap: var(--s2);
      color: var(--text);
      font-size: var(--type-brand);
      font-weight: 700;
      letter-spacing: -0.02em;
    }
    b {
      color: var(--ok);
      font-family: var(--mono);
      font-weight: 600;
    }
  `;

  protected override render() {
    return html`<hl-icon name="brand"></hl-icon><span>Homelab<b>Cmd</b></span>`;
  }
}
