import type { EntityPart } from "./part.ts";

/** How many packages can be brought up to date; `/machines/{id}/packages` says which. */
export const updates: EntityPart = {
  isTold: ({ heartbeat }) => heartbeat.updates_available != null,
  table: [
    {
      key: "updates_available",
      name: "Updates",
      record: "changes",
      value: ({ heartbeat }) => heartbeat.updates_available ?? null,
      attributes: ({ heartbeat }) => ({ checked_at: heartbeat.packages_checked_at ?? null }),
    },
    {
      key: "security_updates",
      name: "Security updates",
      record: "changes",
      value: ({ heartbeat }) => heartbeat.security_updates ?? null,
    },
  ],
};
