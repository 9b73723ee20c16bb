import type { Migration } from "../migrate.ts";

/** Current values over a restart, tombstones and the user's settings of entities, audited calls, ignored problems. */
export const kernel: Migration = {
  name: "0003-kernel",
  statements: [
    "ALTER TABLE entity ADD COLUMN removed_at INTEGER",
    "ALTER TABLE entity ADD COLUMN user_name TEXT",
    "ALTER TABLE entity ADD COLUMN is_hidden INTEGER NOT NULL DEFAULT 0",
    `CREATE TABLE state (
      series_id INTEGER PRIMARY KEY,
      value TEXT NOT NULL,
      available INTEGER NOT NULL,
      changed_at INTEGER NOT NULL,
      updated_at INTEGER NOT NULL,
      attributes TEXT NOT NULL
    )`,
    `CREATE TABLE service_call (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      service TEXT NOT NULL,
      caller TEXT NOT NULL,
      cause_id TEXT,
      cause_origin TEXT,
      input TEXT NOT NULL,
      started_at INTEGER NOT NULL,
      duration_ms INTEGER NOT NULL,
      error_code TEXT,
      error_message TEXT
    )`,
    "CREATE INDEX service_call_service ON service_call (service, id)",
    "CREATE INDEX service_call_cause ON service_call (cause_id)",
    `CREATE TABLE integration_value (
      domain TEXT NOT NULL,
      key TEXT NOT NULL,
      value TEXT NOT NULL,
      PRIMARY KEY (domain, key)
    )`,
    "CREATE TABLE ignored_problem (id TEXT PRIMARY KEY) WITHOUT ROWID",
  ],
};
