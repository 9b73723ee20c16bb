import { css, html, LitElement, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import type { EntityValue, Severity } from "../../../core/sdk/index.ts";
import { typeWord, valueText } from "../../components/alert-words.ts";
import "../../components/icon.ts";
import { severityWord } from "../../components/severity.ts";
import { formatDuration } from "../../format/times.ts";
import { addressOf } from "../../state/base-path.ts";
import { ResourceController } from "../../state/resource-controller.ts";
import { baseStyles } from "../../styles/base.ts";
import { t } from "../../text/t.ts";

const refreshSeconds = 10;

/** Something that is bad, and has not lasted long enough to be an alert, as the hub lists it. */
interface PendingBreach {
  readonly server_id: string | null;
  readonly server_name: string | null;
  readonly metric_type: string;
  readonly subject: string;
  readonly current_value: EntityValue;
  readonly threshold_value: number | null;
  readonly severity: Severity;
  readonly time_until_alert: number;
}

/** The built-in figures are percentages; of others the hub does not say the unit. */
const percentages = new Set(["cpu", "memory", "disk"]);

/** What will be an alert soon, said quietly. Draws nothing when there is nothing. */
@customElement("hl-pending-list")
export class PendingList extends LitElement {
  static override styles = [
    baseStyles,
    css`
      section {
        display: grid;
        gap: var(--s2);
        padding: var(--s3) var(--s4) var(--s3) var(--s5);
        border: 1px dashed var(--border-strong);
        border-radius: var(--r3);
      }
      h2 {
        display: flex;
        align-items: center;
        gap: var(--s2);
      }
      ul {
        display: grid;
        gap: var(--s1);
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: flex;
        flex-wrap: wrap;
        gap: 0 var(--s3);
        overflow-wrap: anywhere;
      }
      a {
        color: var(--text);
      }
      a:hover {
        text-decoration: underline;
      }
    `,
  ];

  readonly #pending = new ResourceController<{ pending: readonly PendingBreach[] }>(
    this,
    "/alerts/pending",
    refreshSeconds,
  );

  /** Nothing takes no room. */
  protected override willUpdate(): void {
    this.hidden = this.#breaches.length === 0;
  }

  protected override render() {
    const pending = this.#breaches;
    if (pending.length === 0) return nothing;
    return html`
      <section aria-labelledby="heading">
        <h2 id="heading"><hl-icon name="pending"></hl-icon>${t("pending.title")}</h2>
        <ul>${pending.toSorted((one, other) => one.time_until_alert - other.time_until_alert).map(renderBreach)}</ul>
      </section>
    `;
  }

  get #breaches(): readonly PendingBreach[] {
    return this.#pending.data?.pending ?? [];
  }
}

function renderBreach(breach: PendingBreach) {
  const { server_id: id, server_name: name, metric_type: type, severity, time_until_alert: seconds } = breach;
  const when = seconds > 0 ? t("pending.in", { duration: formatDuration(seconds) }) : t("pending.soon");
  return html`
    <li>
      <span>
        ${id === null ? nothing : html`<a href=${addressOf(`/machines/${id}`)}>${name}</a> ·`} ${typeWord(type)} ${readingOf(breach)}
      </span>
      <span class="muted">${severityWord(severity)} ${when}</span>
    </li>
  `;
}

function readingOf({ current_value, threshold_value, metric_type }: PendingBreach): string {
  const unit = percentages.has(metric_type) ? "%" : null;
  const value = valueText(current_value, unit);
  return threshold_value === null ? value : t("pending.value", { value, threshold: valueText(threshold_value, unit) });
}
