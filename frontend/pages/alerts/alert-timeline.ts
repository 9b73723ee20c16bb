import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { formatAge, formatDate, formatMoment } from "../../format/times.ts";
import { baseStyles } from "../../styles/base.ts";
import { t } from "../../text/t.ts";
import type { AlertDetail, AlertEventRecord } from "./alert-detail.ts";
import { alertPartStyles } from "./alert-part-styles.ts";

/** The colour of what happened; the rest is grey. */
const tones: Readonly<Partial<Record<AlertEventRecord["kind"], string>>> = {
  opened: "bad",
  escalated: "bad",
  reopened: "bad",
  acknowledged: "known",
  resolved: "good",
};

/** What happened to an alert, the newest first. */
@customElement("hl-alert-timeline")
export class AlertTimeline extends LitElement {
  static override styles = [
    baseStyles,
    alertPartStyles,
    css`
      ol {
        display: grid;
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        position: relative;
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) auto;
        gap: 0 var(--s4);
        padding-bottom: var(--s4);
      }
      li:last-child {
        padding-bottom: 0;
      }
      /* A line from each knot to the next. */
      li:not(:last-child)::before {
        content: "";
        position: absolute;
        top: var(--s4);
        bottom: calc(-1 * var(--near));
        left: calc(var(--size-led) / 2 - 0.5px);
        width: 1px;
        background: var(--border);
      }
      .knot {
        width: var(--size-led);
        height: var(--size-led);
        margin-top: var(--near);
        border: var(--hair) solid var(--border-strong);
        border-radius: 50%;
        background: var(--surface);
      }
      .bad .knot {
        border-color: var(--crit);
        background: var(--crit);
      }
      .known .knot {
        border-color: var(--info);
        background: var(--info);
      }
      .good .knot {
        border-color: var(--ok);
        background: var(--ok);
      }
      .what {
        color: var(--text);
        overflow-wrap: anywhere;
      }
      time {
        white-space: nowrap;
      }
    `,
  ];

  @property({ attribute: false }) alert!: AlertDetail;
  /** The hub's time, Unix milliseconds. */
  @property({ attribute: false }) now = 0;

  protected override render() {
    const { events, since } = this.alert;
    return html`
      <section class="panel" aria-labelledby="heading">
        <header><h2 id="heading">${t("alert.timeline")}</h2></header>
        <ol>
          ${events.toReversed().map((event) => this.#renderEvent(event))}
          ${this.#renderKnot("", t("alert.event.bad"), since)}
        </ol>
      </section>
    `;
  }

  #renderEvent({ kind, by, note, at }: AlertEventRecord) {
    const name = t(`alert.event.${kind}`);
    return this.#renderKnot(tones[kind] ?? "", by === null ? name : `${name} ${t("alert.by", { name: by })}`, at, note);
  }

  #renderKnot(tone: string, what: string, at: string, note: string | null = null) {
    const time = Date.parse(at);
    return html`
      <li class=${tone}>
        <span class="knot" aria-hidden="true"></span>
        <div>
          <p class="what">${what}</p>
          ${note === null ? nothing : html`<p class="small muted">${note}</p>`}
        </div>
        <time class="small muted number" datetime=${at} title="${formatDate(time)}, ${formatAge(time, this.now)}">${formatMoment(time, this.now)}</time>
      </li>
    `;
  }
}
