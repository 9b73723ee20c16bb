import type { IntegrationDatabase } from "../../../core/sdk/index.ts";
import type { Alert } from "../alert.ts";
import { type AlertRow, alertOf } from "../book/rows.ts";
import { type AnnouncerParts, grouped } from "./parts.ts";

/** Those of one type that were gone together come back one by one: so long are they waited for. Milliseconds. */
const gatherMilliseconds = 75_000;
/** What ended longer ago is not told any more, in milliseconds. */
const worthTelling = 24 * 3600 * 1000;

/**
 * Tells people of the ends of alerts that they know of: not while it is quiet, and of several machines that come back together in one
 * message. What is not told yet can be seen in the book, so a restart loses none.
 */
export class Ends {
  readonly #parts: AnnouncerParts;
  readonly #tell: (alerts: readonly Alert[]) => void;
  readonly #untold = new Map<number, Alert>();

  constructor(parts: AnnouncerParts, tell: (alerts: readonly Alert[]) => void) {
    this.#parts = parts;
    this.#tell = tell;
  }

  /** Takes up what the last run could not tell any more. */
  async load(database: IntegrationDatabase): Promise<void> {
    const sql = `SELECT * FROM alert WHERE status = 'resolved' AND resolved_by IS NULL
      AND notified_at < resolved_at AND resolved_at > $since ORDER BY id`;
    const since = this.#parts.clock.now() - worthTelling;
    for (const row of await database.select<AlertRow>(sql, { since })) this.#untold.set(row.id, alertOf(row));
  }

  /** An alert has ended. What a person ended, or took away, is known to people. */
  heard(alert: Alert): void {
    if (alert.notifiedAt === null || alert.resolvedBy !== null) return;
    this.#untold.set(alert.id, alert);
    this.review();
  }

  /** Tells what can be told now. */
  review(): void {
    if (!this.#parts.config.notify_on.resolved || this.#untold.size === 0) return;
    this.#forget();
    const due = [...this.#untold.values()].filter((alert) => this.#parts.suppressionOf(alert) === null);
    const byType = Map.groupBy(due, ({ type, id }) => (grouped.has(type) ? type : `${id}`));
    for (const alerts of byType.values()) {
      if (this.#mayGrow(alerts)) continue;
      for (const { id } of alerts) this.#untold.delete(id);
      this.#tell(alerts);
    }
  }

  /** What is open again has not ended; what ended long ago is of no interest. */
  #forget(): void {
    const { book, clock } = this.#parts;
    for (const { id, resolvedAt } of this.#untold.values()) {
      if (book.get(id) || clock.now() - (resolvedAt ?? 0) > worthTelling) this.#untold.delete(id);
    }
  }

  /** Whether others of the type, of which people were told, may end soon too. */
  #mayGrow(alerts: readonly Alert[]): boolean {
    const { book, clock } = this.#parts;
    const [first] = alerts;
    if (!first || !grouped.has(first.type)) return false;
    const waited = clock.now() - (first.resolvedAt ?? 0);
    if (waited < 0 || waited >= gatherMilliseconds) return false;
    return book.list().some(({ type, notifiedAt }) => type === first.type && notifiedAt !== null);
  }
}
