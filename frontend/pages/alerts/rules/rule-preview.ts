import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { valueText } from "../../../components/alert-words.ts";
import { severityMark, severityStyles, severityWord } from "../../../components/severity.ts";
import { formatDuration, formatMoment } from "../../../format/times.ts";
import { baseStyles } from "../../../styles/base.ts";
import { t } from "../../../text/t.ts";
import type { FigurePreview, PreviewedAlert } from "./rule-record.ts";

/** How many alerts of a figure are listed. */
const mostListed = 8;

/** What thresholds would have done in the last week. */
@customElement("hl-rule-preview")
export class RulePreview extends LitElement {
  static override styles = [
    baseStyles,
    severityStyles,
    css`
      :host {
        display: grid;
        gap: var(--s4);
      }
      section {
        display: grid;
        gap: var(--s2);
      }
      h3 span {
        font-weight: 400;
      }
      ul {
        display: grid;
        gap: var(--s1);
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) auto;
        align-items: center;
        gap: 0 var(--s3);
        overflow-wrap: anywhere;
      }
      li b {
        color: var(--text);
        font-weight: 500;
      }
    `,
  ];

  @property({ attribute: false }) previews: readonly FigurePreview[] = [];
  /** The hub's time, Unix milliseconds. */
  @property({ attribute: false }) now = 0;

  protected override render() {
    return html`${this.previews.map((preview) => this.#renderFigure(preview))}`;
  }

  #renderFigure({ figure, preview }: FigurePreview) {
    const { would_have_fired: count, alerts, incomplete } = preview;
    const listed = alerts.slice(0, mostListed);
    return html`
      <section>
        <h3>${t(`rules.figure.${figure}`)}: <span>${count === 0 ? t("rules.would_not") : t("rules.would", { count })}</span></h3>
        ${incomplete ? html`<p class="small muted">${t("rules.incomplete")}</p>` : nothing}
        ${listed.length === 0 ? nothing : html`<ul>${listed.map((alert) => this.#renderAlert(alert))}</ul>`}
        ${count > listed.length && listed.length > 0 ? html`<p class="small muted">${t("rules.more", { count: count - listed.length })}</p>` : nothing}
      </section>
    `;
  }

  #renderAlert({ severity, server_name: machine, instance, since, until, worst_value: worst, unit }: PreviewedAlert) {
    const begin = Date.parse(since);
    const end = until === null ? this.now : Date.parse(until);
    const length = until === null ? t("rules.still") : formatDuration((end - begin) / 1000);
    return html`
      <li>
        ${severityMark(severity)}
        <span><b>${[machine, instance].filter(Boolean).join(" · ")}</b> <span class="small muted">${severityWord(severity)}, ${t("rules.worst", { value: valueText(worst, unit) })}</span></span>
        <span class="small muted number">${formatMoment(begin, this.now)} · ${length}</span>
      </li>
    `;
  }
}
