import type { Migration } from "../migrate.ts";

/** Messages for people, and what became of each on each channel. */
export const notifications: Migration = {
  name: "0011-notifications",
  statements: [
    `CREATE TABLE notification (
      sequence INTEGER PRIMARY KEY AUTOINCREMENT,
      id TEXT NOT NULL UNIQUE,
      subject TEXT NOT NULL,
      body TEXT NOT NULL,
      created_at INTEGER NOT NULL
    )`,
    "CREATE INDEX notification_subject ON notification (subject)",
    `CREATE TABLE delivery (
      channel TEXT NOT NULL,
      sequence INTEGER NOT NULL,
      state TEXT NOT NULL,
      attempts INTEGER NOT NULL DEFAULT 0,
      not_before INTEGER NOT NULL,
      reason TEXT,
      ended_at INTEGER,
      PRIMARY KEY (channel, sequence)
    ) WITHOUT ROWID`,
    "CREATE INDEX delivery_waiting ON delivery (channel, sequence) WHERE state = 'waiting'",
    "CREATE INDEX delivery_gathered ON delivery (channel, not_before) WHERE state = 'gathered'",
    "CREATE TABLE notification_channel (name TEXT PRIMARY KEY, domain TEXT NOT NULL) WITHOUT ROWID",
  ],
};
