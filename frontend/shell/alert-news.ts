import { ContextConsumer } from "@lit/context";
import { html, LitElement } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { Undo } from "../../core/sdk/index.ts";
import { severityWord } from "../components/severity.ts";
import type { AlertRecord } from "../state/alert-record.ts";
import type { AlertStore } from "../state/alert-store.ts";
import { alertsContext } from "../state/contexts.ts";
import { baseStyles } from "../styles/base.ts";
import { t } from "../text/t.ts";

/** Of many at once, so many are read out; the rest is in the list. */
const mostSpoken = 3;

/** Tells those who do not see the page of alerts that open while it is shown. */
@customElement("hl-alert-news")
export class AlertNews extends LitElement {
  static override styles = baseStyles;

  @state() private opened: readonly AlertRecord[] = [];
  #store: AlertStore | undefined;
  #unsubscribe: Undo | undefined;

  constructor() {
    super();
    new ContextConsumer(this, { context: alertsContext, callback: (store) => this.#use(store) });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.#store) this.#use(this.#store);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unsubscribe?.();
  }

  protected override render() {
    const sentences = this.opened
      .slice(0, mostSpoken)
      .map(({ severity, title }) => t("news.opened", { severity: severityWord(severity), title }));
    const rest = this.opened.length - sentences.length;
    const all = rest > 0 ? [...sentences, t("strip.more", { count: rest })] : sentences;
    return html`<div class="visually-hidden" role="status" aria-live="polite">${all.join(". ")}</div>`;
  }

  #use(store: AlertStore): void {
    this.#unsubscribe?.();
    this.#store = store;
    this.#unsubscribe = store.opened.subscribe((opened) => {
      this.opened = opened;
    });
  }
}
