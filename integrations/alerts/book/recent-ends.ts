import type { Clock, IntegrationDatabase } from "../../../core/sdk/index.ts";
import type { Alert } from "../alert.ts";
import { type AlertRow, alertOf } from "./rows.ts";

/** What comes back within this time is the same alert, in milliseconds. */
export const sameFor = 600_000;

/** Alerts that ended by themselves a short while ago. */
export class RecentEnds {
  readonly #clock: Clock;
  readonly #alerts = new Map<string, Alert>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async load(database: IntegrationDatabase): Promise<void> {
    const sql =
      "SELECT * FROM alert WHERE status = 'resolved' AND resolved_by IS NULL AND resolved_at > $since ORDER BY id";
    const rows = await database.select<AlertRow>(sql, { since: this.#clock.now() - sameFor });
    for (const row of rows) this.add(alertOf(row));
  }

  /** Notes an alert that ended, or what became of it since. */
  add(alert: Alert): void {
    for (const [key, one] of this.#alerts) if (!this.#isRecent(one)) this.#alerts.delete(key);
    if (alert.resolvedBy === null) this.#alerts.set(keyOf(alert), alert);
  }

  /** Gives out the alert of that rule and subject, if one ended just now; it is forgotten here. */
  take(key: Pick<Alert, "rule" | "subject">): Alert | undefined {
    const alert = this.#alerts.get(keyOf(key));
    this.#alerts.delete(keyOf(key));
    return alert && this.#isRecent(alert) ? alert : undefined;
  }

  #isRecent({ resolvedAt }: Alert): boolean {
    return this.#clock.now() - (resolvedAt ?? 0) < sameFor;
  }
}

function keyOf({ rule, subject }: Pick<Alert, "rule" | "subject">): string {
  return JSON.stringify([rule, subject]);
}
