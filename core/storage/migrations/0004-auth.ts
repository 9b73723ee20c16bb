import type { Migration } from "../migrate.ts";

/** Keys that expire, show when they were used and speak for one agent alone; sessions that end with their key. */
export const auth: Migration = {
  name: "0004-auth",
  statements: [
    "ALTER TABLE api_key ADD COLUMN prefix TEXT",
    "ALTER TABLE api_key ADD COLUMN agent_guid TEXT",
    "ALTER TABLE api_key ADD COLUMN expires_at INTEGER",
    "ALTER TABLE api_key ADD COLUMN last_used_at INTEGER",
    "ALTER TABLE session ADD COLUMN key_hash TEXT",
    "ALTER TABLE session ADD COLUMN key_expires_at INTEGER",
    "ALTER TABLE session ADD COLUMN user_agent TEXT",
  ],
};
