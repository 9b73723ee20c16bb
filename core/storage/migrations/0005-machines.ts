import type { Migration } from "../migrate.ts";

/** What the user decides about a machine, and tombstones of those that he removed. */
export const machines: Migration = {
  name: "0005-machines",
  statements: [
    "ALTER TABLE machine ADD COLUMN location TEXT",
    "ALTER TABLE machine ADD COLUMN tags TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE machine ADD COLUMN paused_at INTEGER",
    "ALTER TABLE machine ADD COLUMN paused_until INTEGER",
    "ALTER TABLE machine ADD COLUMN tdp_watts REAL",
    "ALTER TABLE machine ADD COLUMN idle_watts REAL",
    "ALTER TABLE machine ADD COLUMN machine_category TEXT",
    "ALTER TABLE machine ADD COLUMN ssh_username TEXT",
    "ALTER TABLE machine ADD COLUMN sudo_mode TEXT NOT NULL DEFAULT 'passwordless'",
    `CREATE TABLE removed_machine (
      id TEXT PRIMARY KEY,
      guid TEXT,
      removed_at INTEGER NOT NULL
    )`,
    // Machines of config.yaml are taken over once; what becomes of them then is the database's.
    "CREATE TABLE imported_machine (id TEXT PRIMARY KEY) WITHOUT ROWID",
  ],
};
