import { css, html, LitElement } from "lit";
import { customElement } from "lit/decorators.js";
import { t } from "../text/t.ts";

/** Stands in a card whose source is lost. */
@customElement("hl-unavailable")
export class Unavailable extends LitElement {
  static override styles = css`
    :host {
      display: block;
      color: var(--text-3);
      font-size: var(--type-small);
    }
  `;

  protected override render() {
    return html`${t("unavailable.text")}`;
  }
}
