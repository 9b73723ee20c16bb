import { instanced } from "./instanced.ts";
import type { EntityPart } from "./part.ts";

/** Each systemd unit that somebody watches. */
export const units: EntityPart = {
  isTold: ({ heartbeat }) => heartbeat.services != null,
  table: instanced(
    {
      instances: ({ heartbeat }) => heartbeat.services ?? undefined,
      instance: ({ name }) => name,
    },
    [
      { key: "unit_cpu_percent", name: "CPU", unit: "%", record: "samples", value: (one) => one.cpu_percent ?? null },
      { key: "unit_memory_mb", name: "Memory", unit: "MiB", record: "samples", value: (one) => one.memory_mb ?? null },
    ],
  ).concat(
    instanced(
      {
        instances: ({ heartbeat }) => heartbeat.services ?? undefined,
        instance: ({ name }) => name,
        attributes: ({ status_reason: reason = null, pid = null, since = null, restarts = null }) => ({
          reason,
          pid,
          since,
          restarts,
        }),
      },
      [{ key: "unit_status", name: "Status", record: "changes", value: (one) => one.status ?? null }],
    ),
  ),
};

/** The units of the whole machine that failed, watched or not. */
export const failedUnits: EntityPart = {
  isTold: ({ heartbeat }) => heartbeat.failed_units != null,
  table: [
    {
      key: "failed_units",
      name: "Failed units",
      record: "changes",
      value: ({ heartbeat }) => heartbeat.failed_units?.length ?? null,
      attributes: ({ heartbeat }) => ({ names: heartbeat.failed_units?.join(", ") || null }),
    },
  ],
};
