import type { Migration } from "../migrate.ts";

/** The services that machines were registered with. */
export const registeredServices: Migration = {
  name: "0012-registered-services",
  statements: [
    `CREATE TABLE registered_service (
      machine_id TEXT NOT NULL,
      name TEXT NOT NULL,
      is_critical INTEGER NOT NULL,
      PRIMARY KEY (machine_id, name)
    ) WITHOUT ROWID`,
  ],
};
