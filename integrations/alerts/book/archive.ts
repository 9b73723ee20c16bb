import type { IntegrationDatabase } from "../../../core/sdk/index.ts";
import type { Alert, AlertEvent } from "../alert.ts";
import { type AlertRow, alertOf } from "./rows.ts";

/** Which alerts are asked for; what is `undefined` does not matter. */
export interface AlertFilter {
  /** `active` is what is not resolved. */
  readonly status: string | undefined;
  readonly severity: string | undefined;
  readonly machineId: string | undefined;
  readonly type: string | undefined;
  readonly limit: number;
  readonly offset: number;
}

interface EventRow {
  readonly at: number;
  readonly kind: AlertEvent["kind"];
  readonly by_whom: string | null;
  readonly note: string | null;
}

const where = `WHERE ($status IS NULL OR status = $status OR ($status = 'active' AND status <> 'resolved')) AND ($severity IS NULL OR severity = $severity)
  AND ($machineId IS NULL OR machine_id = $machineId) AND ($type IS NULL OR type = $type)`;

/** Every alert that there ever was, on disk. */
export class AlertArchive {
  readonly #database: IntegrationDatabase;

  constructor(database: IntegrationDatabase) {
    this.#database = database;
  }

  /** Newest first, and how many there are in all. */
  async list(filter: AlertFilter): Promise<{ readonly alerts: readonly Alert[]; readonly total: number }> {
    const { status = null, severity = null, machineId = null, type = null, limit, offset } = filter;
    const values = { status, severity, machineId, type };
    const page = `SELECT * FROM alert ${where} ORDER BY id DESC LIMIT $limit OFFSET $offset`;
    const rows = await this.#database.select<AlertRow>(page, { ...values, limit, offset });
    const [count] = await this.#database.select<{ total: number }>(
      `SELECT count(*) AS total FROM alert ${where}`,
      values,
    );
    return { alerts: rows.map(alertOf), total: count?.total ?? 0 };
  }

  async get(id: number): Promise<Alert | undefined> {
    const [row] = await this.#database.select<AlertRow>("SELECT * FROM alert WHERE id = $id", { id });
    return row && alertOf(row);
  }

  /** What happened to an alert, in order. */
  async eventsOf(id: number): Promise<readonly AlertEvent[]> {
    const sql = "SELECT at, kind, by_whom, note FROM alert_event WHERE alert_id = $id ORDER BY rowid";
    const rows = await this.#database.select<EventRow>(sql, { id });
    return rows.map(({ at, kind, by_whom: by, note }) => ({ alertId: id, at, kind, by, note }));
  }
}
