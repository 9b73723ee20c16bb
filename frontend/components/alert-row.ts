import { css, html, LitElement } from "lit";
import { customElement, property } from "lit/decorators.js";
import { formatDuration, formatMoment } from "../format/times.ts";
import type { AlertRecord } from "../state/alert-record.ts";
import { addressOf } from "../state/base-path.ts";
import { baseStyles } from "../styles/base.ts";
import { t } from "../text/t.ts";
import "./alert-buttons.ts";
import { typeWord } from "./alert-words.ts";
import { severityMark, severityStyles, severityWord } from "./severity.ts";

/** One alert in a list: what it is, where it stands, and what can be done. */
@customElement("hl-alert-row")
export class AlertRow extends LitElement {
  static override styles = [
    baseStyles,
    severityStyles,
    css`
      :host {
        position: relative;
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) auto auto;
        align-items: center;
        gap: var(--s1) var(--s4);
        min-height: var(--size-row);
        padding: var(--s3) var(--s4) var(--s3) var(--s5);
      }
      :host(:hover) {
        background: color-mix(in srgb, var(--raised) 50%, transparent);
      }
      .title {
        display: block;
        color: var(--text);
        font-weight: 500;
        overflow-wrap: anywhere;
      }
      .title::after {
        content: "";
        position: absolute;
        inset: 0;
      }
      .title:focus-visible {
        outline: none;
      }
      .title:focus-visible::after {
        outline: var(--hair) solid var(--info);
        outline-offset: calc(-1 * var(--hair));
        border-radius: var(--r2);
      }
      .past {
        color: var(--text-2);
        font-weight: 400;
      }
      .meta {
        overflow-wrap: anywhere;
      }
      .meta b {
        font-weight: 500;
      }
      .critical b {
        color: var(--crit);
      }
      .high b {
        color: var(--high);
      }
      .medium b {
        color: var(--warn);
      }
      .low b {
        color: var(--info);
      }
      .time {
        white-space: nowrap;
      }
      hl-alert-buttons {
        position: relative;
        justify-content: end;
      }
      @media (max-width: 900px) {
        :host {
          grid-template-columns: auto minmax(0, 1fr) auto;
          align-items: start;
          gap: var(--s2) var(--s3);
          padding: var(--s3) var(--s4);
        }
        .mark {
          margin-top: var(--near);
        }
        .time {
          padding-top: var(--hair);
        }
        hl-alert-buttons {
          grid-column: 2 / -1;
        }
      }
    `,
  ];

  @property({ attribute: false }) alert!: AlertRecord;
  /** The hub's time, Unix milliseconds. */
  @property({ attribute: false }) now = 0;
  /** Its first button stands out. */
  @property({ type: Boolean }) prominent = false;

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>(".title")?.focus();
  }

  protected override render() {
    const { id, title, severity, status } = this.alert;
    const isPast = status === "resolved";
    return html`
      ${severityMark(isPast ? "resolved" : severity)}
      <div class="text">
        <a class="title ${isPast ? "past" : ""}" href=${addressOf(`/alerts/${id}`)}>${title}</a>
        <p class="meta small muted ${isPast ? "" : severity}"><b>${severityWord(severity)}</b>${this.#details().map((detail) => ` · ${detail}`)}</p>
      </div>
      <span class="time small muted number">${this.#time()}</span>
      <hl-alert-buttons .alert=${this.alert} ?prominent=${this.prominent}></hl-alert-buttons>
    `;
  }

  #details(): readonly string[] {
    const { title, server_name: machine, alert_type: type, is_flapping: isFlapping, suppression } = this.alert;
    return [
      typeWord(type),
      ...(machine === null || title.includes(machine) ? [] : [machine]),
      ...this.#standing(),
      ...(isFlapping ? [t("alert.flapping")] : []),
      ...(suppression === null ? [] : [t(`alert.${suppression}`)]),
    ];
  }

  #standing(): readonly string[] {
    const { status, since, acknowledged_by: knownBy, resolved_at: endedAt, resolved_by: endedBy } = this.alert;
    if (status === "acknowledged") return [t("alert.acknowledged_by", { name: knownBy ?? "" })];
    if (endedAt === null) return [];
    const duration = formatDuration((Date.parse(endedAt) - Date.parse(since)) / 1000);
    const how = endedBy === null ? t("alert.resolved_itself") : t("alert.resolved_by", { name: endedBy });
    return [t("alert.lasted", { duration }), how];
  }

  /** How long it lasts; of one that is over, when it ended. */
  #time(): string {
    const { since, resolved_at: endedAt } = this.alert;
    if (endedAt !== null) return formatMoment(Date.parse(endedAt), this.now);
    return formatDuration((this.now - Date.parse(since)) / 1000);
  }
}
