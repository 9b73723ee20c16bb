import { css, html, LitElement, nothing, type PropertyValues } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { JsonObject } from "../../core/sdk/index.ts";
import type { DashboardCard } from "../sdk/index.ts";
import { baseStyles } from "../styles/base.ts";
import { t } from "../text/t.ts";
import "./icon.ts";

/** Holds one card. Whatever is wrong with the card shows here, in its place, and nowhere else. */
@customElement("hl-card-slot")
export class CardSlot extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: grid;
        grid-template-rows: minmax(0, 1fr);
        min-height: 0;
      }
      .error {
        display: grid;
        grid-template-columns: auto 1fr;
        align-content: start;
        gap: var(--s1) var(--s3);
        padding: var(--s4);
        border: 1px solid var(--crit-border);
        border-radius: var(--r3);
        background: var(--surface);
        overflow-wrap: anywhere;
      }
      .error b {
        color: var(--text);
      }
      .error hl-icon {
        margin-top: var(--tight);
        color: var(--crit);
      }
      .error p {
        grid-column: 2;
      }
    `,
  ];

  /** The tag of the card's element. */
  @property() card = "";
  @property({ attribute: false }) config: JsonObject = {};
  @state() private failure = "";
  #element: DashboardCard | undefined;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("card")) this.#element = document.createElement(this.card) as DashboardCard;
    if (changed.has("card") || changed.has("config")) this.#configure();
  }

  protected override render() {
    if (!this.failure) return html`${this.#element ?? nothing}`;
    return html`
      <div class="error" role="note">
        <hl-icon name="alert"></hl-icon><b>${t("error_card.title")}</b>
        <p class="small"><span class="number">${this.card}</span>: ${this.failure}</p>
      </div>
    `;
  }

  protected override updated(): void {
    const drawn = (this.#element as Partial<LitElement> | undefined)?.updateComplete;
    drawn?.catch((error: unknown) => this.#fail(error));
  }

  #configure(): void {
    this.failure = "";
    try {
      this.#element?.setConfig(this.config);
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.failure = error instanceof Error ? error.message : String(error);
  }
}
