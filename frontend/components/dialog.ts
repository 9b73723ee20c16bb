import { css, html, LitElement } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import { baseStyles } from "../styles/base.ts";
import { buttonStyles } from "../styles/buttons.ts";
import { t } from "../text/t.ts";
import "./icon.ts";

/** A dialog with a heading; at the bottom edge on a phone. Escape, its button and a click beside it close it. */
@customElement("hl-dialog")
export class Dialog extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      dialog {
        width: min(var(--size-dialog), calc(100vw - 2 * var(--s4)));
        padding: 0;
        border: 1px solid var(--border);
        border-radius: var(--r4);
        background: var(--surface);
        box-shadow: var(--shadow);
        color: var(--text-2);
      }
      dialog::backdrop {
        background: var(--veil);
      }
      .content {
        display: grid;
        gap: var(--s4);
        padding: var(--s5);
      }
      header {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: var(--s3);
      }
      h2 {
        color: var(--text);
        font-size: var(--type-title);
        letter-spacing: 0;
        text-transform: none;
      }
      @media (max-width: 900px) {
        dialog {
          width: 100%;
          max-width: none;
          margin: auto 0 0;
          border-width: 1px 0 0;
          border-radius: var(--r4) var(--r4) 0 0;
          padding-bottom: env(safe-area-inset-bottom);
        }
      }
    `,
  ];

  @property() heading = "";
  @query("dialog") private readonly dialog!: HTMLDialogElement;

  open(): void {
    if (!this.dialog.open) this.dialog.showModal();
  }

  close(): void {
    this.dialog.close();
  }

  protected override render() {
    return html`
      <dialog aria-labelledby="heading" @click=${this.#closeBeside}>
        <div class="content">
          <header>
            <h2 id="heading">${this.heading}</h2>
            <button class="button quiet square" type="button" aria-label=${t("dialog.close")} @click=${this.close}>
              <hl-icon name="close"></hl-icon>
            </button>
          </header>
          <slot></slot>
        </div>
      </dialog>
    `;
  }

  /** The dialog itself is hit only outside of its content. */
  #closeBeside(event: MouseEvent): void {
    if (event.target === this.dialog) this.close();
  }
}
