import type { Migration } from "../migrate.ts";

/** Tokens with which machines enrol, who used them, and agents whose token was taken back. */
export const enrolment: Migration = {
  name: "0007-enrolment",
  statements: [
    `CREATE TABLE enrolment_token (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      hash TEXT NOT NULL UNIQUE,
      prefix TEXT NOT NULL,
      name TEXT,
      mode TEXT NOT NULL,
      max_uses INTEGER NOT NULL,
      created_at INTEGER NOT NULL,
      expires_at INTEGER NOT NULL
    )`,
    `CREATE TABLE enrolment_claim (
      token_id INTEGER NOT NULL,
      guid TEXT NOT NULL,
      hostname TEXT NOT NULL,
      claimed_at INTEGER NOT NULL,
      PRIMARY KEY (token_id, guid)
    ) WITHOUT ROWID`,
    `CREATE TABLE agent_revocation (
      guid TEXT PRIMARY KEY,
      prefix TEXT,
      created_at INTEGER NOT NULL,
      revoked_at INTEGER NOT NULL
    ) WITHOUT ROWID`,
  ],
};
