import { css, html, LitElement, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { baseStyles } from "../styles/base.ts";
import { buttonStyles } from "../styles/buttons.ts";
import { t } from "../text/t.ts";
import "./icon.ts";

/** Lines to be copied as they are: a command, a key, a piece of configuration. */
@customElement("hl-copy-line")
export class CopyLine extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      :host {
        display: flex;
        align-items: stretch;
        justify-content: space-between;
        gap: var(--s3);
        padding: var(--s2);
        border: 1px solid var(--border);
        border-radius: var(--r2);
        background: var(--raised);
      }
      code {
        flex: 1;
        min-width: 0;
        padding: var(--s2);
        color: var(--text);
        font: 400 var(--type-label) / 1.5 var(--mono);
        font-variant-ligatures: none;
        overflow-wrap: anywhere;
        white-space: pre-wrap;
      }
      .button {
        align-self: center;
      }
      @media (max-width: 900px) {
        :host {
          flex-wrap: wrap;
        }
        code {
          flex-basis: 100%;
        }
        .button {
          width: 100%;
          min-height: var(--size-touch);
        }
      }
    `,
  ];

  @property() text = "";
  /** What the lines are, for screen readers. */
  @property() label = "";
  /** This is what the page is about: its button stands out. */
  @property({ type: Boolean }) primary = false;
  @state() private copied: string | undefined;
  @query("code") private readonly code!: HTMLElement;

  protected override render() {
    const isCopied = this.copied === this.text;
    return html`
      <code tabindex="0" role="textbox" aria-readonly="true" aria-multiline="true" aria-label=${this.label}>${this.text}</code>
      <button class="button ${this.primary ? "primary" : ""}" type="button" @click=${this.#copy}>
        <hl-icon name=${isCopied ? "copied" : "copy"}></hl-icon>${t(isCopied ? "copy.done" : "copy.copy")}
      </button>
      <p class="visually-hidden" role="status">${isCopied ? t("copy.done") : nothing}</p>
    `;
  }

  async #copy(): Promise<void> {
    const { text } = this;
    if (await copyTextOf(this.code)) this.copied = text;
  }
}

/** Browsers give the clipboard to encrypted pages only; elsewhere the selected text is copied, as a user would. */
async function copyTextOf(element: HTMLElement): Promise<boolean> {
  const text = element.textContent ?? "";
  if (navigator.clipboard) {
    return navigator.clipboard.writeText(text).then(
      () => true,
      () => select(element),
    );
  }
  return select(element);
}

function select(element: HTMLElement): boolean {
  getSelection()?.selectAllChildren(element);
  return document.execCommand("copy");
}
