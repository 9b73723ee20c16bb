import { css, html, LitElement, nothing } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import { baseStyles } from "../styles/base.ts";
import { buttonStyles } from "../styles/buttons.ts";
import { t } from "../text/t.ts";
import "./dialog.ts";
import type { Dialog } from "./dialog.ts";

/** What the user is asked. */
export interface Question {
  readonly heading: string;
  /** What will happen, and to what. */
  readonly text: string;
  /** What the button says. */
  readonly action: string;
  /** Does it. When it throws, the dialog stays open and says why. */
  readonly act: () => Promise<unknown>;
}

/**
 * Asks before something that cannot be undone. When it is done and the button that asked is gone with what it was for, the focus goes to
 * the element of the same page that is marked `data-home`.
 */
@customElement("hl-confirm-dialog")
export class ConfirmDialog extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      .actions {
        display: flex;
        flex-wrap: wrap;
        justify-content: end;
        gap: var(--s2);
      }
      p {
        overflow-wrap: anywhere;
      }
      .failure {
        padding: var(--s2) var(--s3);
        border-radius: var(--r2);
        background: var(--crit-soft);
        color: var(--crit);
      }
      @media (max-width: 900px) {
        .button {
          flex: 1;
          min-height: var(--size-touch);
        }
      }
    `,
  ];

  @state() private question: Question | undefined;
  @state() private failure: string | undefined;
  @state() private isBusy = false;
  @query("hl-dialog") private readonly dialog!: Dialog;

  /** The button that asked. */
  #asker: Element | null = null;

  ask(question: Question): void {
    this.question = question;
    this.#asker = this.#page?.activeElement ?? null;
    this.failure = undefined;
    this.dialog.open();
  }

  protected override render() {
    const { heading = "", text = "", action = "" } = this.question ?? {};
    return html`
      <hl-dialog .heading=${heading}>
        <p>${text}</p>
        ${this.failure === undefined ? nothing : html`<p class="failure" role="alert">${this.failure}</p>`}
        <div class="actions">
          <button class="button" type="button" @click=${() => this.dialog.close()}>${t("confirm.cancel")}</button>
          <button class="button danger" type="button" ?disabled=${this.isBusy} @click=${this.#confirm}>${action}</button>
        </div>
      </hl-dialog>
    `;
  }

  async #confirm(): Promise<void> {
    this.isBusy = true;
    this.failure = undefined;
    try {
      await this.question?.act();
      this.dialog.close();
      this.#findFocus();
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error);
    } finally {
      this.isBusy = false;
    }
  }

  #findFocus(): void {
    if (!this.#asker?.isConnected) this.#page?.querySelector<HTMLElement>("[data-home]")?.focus();
  }

  get #page(): ShadowRoot | null {
    const page = this.getRootNode();
    return page instanceof ShadowRoot ? page : null;
  }
}
