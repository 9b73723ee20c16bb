import { DatabaseSync } from "node:sqlite";
import type { IntegrationDatabase, Notification, SqlStatement } from "../../../../core/sdk/index.ts";
import { alertMigrations } from "../../../../integrations/alerts/migrations.ts";

/** The tables of alerts in memory, and the messages that were written with them. It outlives the engine, as a disk does. */
export class MemoryDatabase implements IntegrationDatabase {
  readonly notifications: Notification[] = [];
  readonly #database = new DatabaseSync(":memory:");

  constructor() {
    for (const { statements } of alertMigrations) for (const sql of statements) this.#database.exec(sql);
  }

  async select<Row extends object>(sql: string, values: SqlStatement["values"] = {}): Promise<readonly Row[]> {
    return this.rows<Row>(sql, values);
  }

  /** Like `select`, at once. */
  rows<Row extends object>(sql: string, values: SqlStatement["values"] = {}): readonly Row[] {
    return this.#database.prepare(sql).all({ ...values }) as unknown as readonly Row[];
  }

  async write(statements: readonly SqlStatement[], notifications: readonly Notification[] = []): Promise<void> {
    this.#database.exec("BEGIN");
    for (const { sql, values = {} } of statements) this.#database.prepare(sql).run({ ...values });
    this.#database.exec("COMMIT");
    this.notifications.push(...notifications);
  }

  close(): void {
    this.#database.close();
  }
}
