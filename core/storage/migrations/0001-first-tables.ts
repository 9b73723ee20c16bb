import type { Migration } from "../migrate.ts";

/** Devices and what is said about them, machines, entities, samples, keys and sessions. Times are Unix milliseconds. */
export const firstTables: Migration = {
  name: "0001-first-tables",
  statements: [
    `CREATE TABLE device (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      slug TEXT NOT NULL UNIQUE,
      created_at INTEGER NOT NULL
    )`,
    `CREATE TABLE claim (
      source TEXT NOT NULL,
      ref TEXT NOT NULL,
      device_id INTEGER NOT NULL REFERENCES device (id) ON DELETE CASCADE,
      keys TEXT NOT NULL,
      facts TEXT NOT NULL,
      first_seen INTEGER NOT NULL,
      changed_at INTEGER NOT NULL,
      PRIMARY KEY (source, ref)
    ) WITHOUT ROWID`,
    "CREATE INDEX claim_device ON claim (device_id)",
    `CREATE TABLE machine (
      id TEXT PRIMARY KEY,
      device_id INTEGER NOT NULL UNIQUE REFERENCES device (id) ON DELETE CASCADE,
      guid TEXT UNIQUE,
      display_name TEXT,
      machine_type TEXT NOT NULL,
      expected_online INTEGER NOT NULL,
      status TEXT NOT NULL,
      status_changed_at INTEGER NOT NULL,
      last_seen INTEGER,
      interval_seconds INTEGER,
      created_at INTEGER NOT NULL,
      updated_at INTEGER NOT NULL
    ) WITHOUT ROWID`,
    `CREATE TABLE entity (
      series_id INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      device TEXT NOT NULL,
      key TEXT NOT NULL,
      instance TEXT,
      integration TEXT NOT NULL,
      name TEXT NOT NULL,
      unit TEXT,
      record TEXT NOT NULL
    )`,
    `CREATE TABLE sample (
      series_id INTEGER NOT NULL,
      at INTEGER NOT NULL,
      value REAL NOT NULL,
      PRIMARY KEY (series_id, at)
    ) WITHOUT ROWID`,
    `CREATE TABLE api_key (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      name TEXT NOT NULL,
      scope TEXT NOT NULL,
      hash TEXT NOT NULL UNIQUE,
      created_at INTEGER NOT NULL
    )`,
    `CREATE TABLE session (
      hash TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      scope TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      expires_at INTEGER NOT NULL
    ) WITHOUT ROWID`,
  ],
};
