import { html, LitElement, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import "../../components/alert-row.ts";
import type { AlertRow } from "../../components/alert-row.ts";
import "../../components/icon.ts";
import { TickController } from "../../components/tick-controller.ts";
import { type AlertRecord, needsAttention } from "../../state/alert-record.ts";
import { AlertsController } from "../../state/alerts-controller.ts";
import { addressOf } from "../../state/base-path.ts";
import { baseStyles } from "../../styles/base.ts";
import { t } from "../../text/t.ts";
import { alertStripStyles } from "./alert-strip-styles.ts";

/** How many alerts stand on the overview; the page of alerts has all. */
const mostShown = 3;

/** What is wrong, the worst first, to be seen in two seconds. A quiet line when somebody takes care of it, and nothing when all is well. */
@customElement("hl-alert-strip")
export class AlertStrip extends LitElement {
  static override styles = [baseStyles, alertStripStyles];

  readonly #alerts = new AlertsController(this);
  readonly #tick = new TickController(this, 15);

  /** Nothing takes no room. */
  protected override willUpdate(): void {
    this.hidden = this.#alerts.alerts.length === 0;
  }

  protected override render() {
    const { alerts } = this.#alerts;
    if (alerts.length === 0) return nothing;
    const wrong = alerts.filter(needsAttention);
    return wrong.length === 0 ? this.#renderQuiet(alerts) : this.#renderWrong(wrong, alerts);
  }

  #renderWrong(wrong: readonly AlertRecord[], alerts: readonly AlertRecord[]) {
    const shown = wrong.slice(0, mostShown);
    const rest = wrong.length - shown.length;
    const notes = [...(rest > 0 ? [t("strip.more", { count: rest })] : []), ...notesOf(alerts)];
    return html`
      <section class=${wrong[0]?.severity ?? nothing} aria-label=${t("strip.title")} @acted=${this.#refocus}>
        <ul>
          ${repeat(
            shown,
            ({ id }) => id,
            (alert, index) => html`
              <li><hl-alert-row .alert=${alert} .now=${this.#tick.now} ?prominent=${index === 0}></hl-alert-row></li>
            `,
          )}
        </ul>
        ${notes.length > 0 || wrong.length > 1 ? renderMore(notes) : nothing}
      </section>
    `;
  }

  #renderQuiet(alerts: readonly AlertRecord[]) {
    return html`<section class="quiet" aria-label=${t("alerts.title")}>${renderMore(notesOf(alerts))}</section>`;
  }

  /** The alert that was acted on is gone from here: the next one has the focus, or the way to all of them. */
  async #refocus(): Promise<void> {
    await new Promise(requestAnimationFrame);
    await this.updateComplete;
    const next = this.renderRoot.querySelector<AlertRow>("hl-alert-row");
    (next ?? this.renderRoot.querySelector<HTMLElement>("a"))?.focus();
  }
}

function renderMore(notes: readonly string[]) {
  return html`
    <a class="more small" href=${addressOf("/alerts")}>
      <span class="muted">${notes.join(" · ")}</span>
      <span class="all">${t("strip.all")}<hl-icon name="forward"></hl-icon></span>
    </a>
  `;
}

/** What is open and asks for nothing now. */
function notesOf(alerts: readonly AlertRecord[]): readonly string[] {
  const count = (isCounted: (alert: AlertRecord) => boolean) => alerts.filter(isCounted).length;
  const acknowledged = count(({ status, suppression }) => status === "acknowledged" && suppression === null);
  const held = count(({ suppression }) => suppression === "inhibited");
  const quiet = count(({ suppression }) => suppression === "silenced" || suppression === "maintenance");
  const low = count(
    ({ status, suppression, severity }) => status === "open" && suppression === null && severity === "low",
  );
  return [
    ...(held > 0 ? [t("strip.held", { count: held })] : []),
    ...(acknowledged > 0 ? [t("strip.acknowledged", { count: acknowledged })] : []),
    ...(quiet > 0 ? [t("strip.quiet", { count: quiet })] : []),
    ...(low > 0 ? [t("strip.low", { count: low })] : []),
  ];
}
