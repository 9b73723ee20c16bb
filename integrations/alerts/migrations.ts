import type { IntegrationMigration } from "../../core/sdk/index.ts";

/** The tables of alerts. */
export const alertMigrations: readonly IntegrationMigration[] = [
  {
    name: "0001-first-tables",
    statements: [
      `CREATE TABLE IF NOT EXISTS alert (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        rule TEXT NOT NULL,
        type TEXT NOT NULL,
        subject TEXT NOT NULL,
        machine_id TEXT,
        severity TEXT NOT NULL,
        status TEXT NOT NULL,
        title TEXT NOT NULL,
        message TEXT,
        suggestion TEXT,
        value TEXT NOT NULL,
        threshold REAL,
        unit TEXT,
        instance TEXT,
        since INTEGER NOT NULL,
        opened_at INTEGER NOT NULL,
        acknowledged_at INTEGER,
        acknowledged_by TEXT,
        resolved_at INTEGER,
        resolved_by TEXT,
        is_flapping INTEGER NOT NULL DEFAULT 0,
        suppression TEXT,
        notified_at INTEGER,
        causes TEXT NOT NULL DEFAULT '[]'
      )`,
      "CREATE UNIQUE INDEX IF NOT EXISTS alert_open ON alert (rule, subject) WHERE status <> 'resolved'",
      "CREATE INDEX IF NOT EXISTS alert_machine ON alert (machine_id, id)",
      `CREATE TABLE IF NOT EXISTS alert_event (
        alert_id INTEGER NOT NULL,
        at INTEGER NOT NULL,
        kind TEXT NOT NULL,
        by_whom TEXT,
        note TEXT
      )`,
      "CREATE INDEX IF NOT EXISTS alert_event_alert ON alert_event (alert_id)",
      `CREATE TABLE IF NOT EXISTS alert_watch (
        rule TEXT NOT NULL,
        subject TEXT NOT NULL,
        state TEXT NOT NULL,
        PRIMARY KEY (rule, subject)
      ) WITHOUT ROWID`,
      `CREATE TABLE IF NOT EXISTS silence (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        machine_id TEXT,
        type TEXT,
        tag TEXT,
        comment TEXT,
        created_by TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        ends_at INTEGER NOT NULL
      )`,
      `CREATE TABLE IF NOT EXISTS expected_unit (
        machine_id TEXT NOT NULL,
        name TEXT NOT NULL,
        display_name TEXT,
        is_critical INTEGER NOT NULL,
        is_enabled INTEGER NOT NULL,
        PRIMARY KEY (machine_id, name)
      ) WITHOUT ROWID`,
    ],
  },
  {
    name: "0002-registered-units",
    statements: ["CREATE TABLE IF NOT EXISTS expected_unit_import (machine_id TEXT PRIMARY KEY) WITHOUT ROWID"],
  },
];
