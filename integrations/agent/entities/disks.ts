import { instanced } from "./instanced.ts";
import type { EntityPart } from "./part.ts";

/** Each whole disk: how busy it is, and its health where smartctl may ask it. What moves seldom is recorded as changes. */
export const disks: EntityPart = {
  isTold: (reading) => reading.disks !== undefined,
  table: instanced(
    {
      instances: (reading) => reading.disks,
      instance: ({ name }) => name,
      attributes: ({ model = null, serial = null, is_rotational = null, smart_checked_at = null }) => ({
        model,
        serial,
        is_rotational,
        smart_checked_at,
      }),
    },
    [
      { key: "disk_read_rate", name: "Reading", unit: "B/s", record: "samples", value: (one) => one.readRate },
      { key: "disk_write_rate", name: "Writing", unit: "B/s", record: "samples", value: (one) => one.writeRate },
      { key: "disk_busy_percent", name: "Busy", unit: "%", record: "samples", value: (one) => one.busyPercent },
      {
        key: "disk_temperature_celsius",
        name: "Disk",
        unit: "°C",
        record: "samples",
        value: (one) => one.temperature_celsius ?? null,
      },
      { key: "disk_smart_passed", name: "Health", record: "changes", value: (one) => one.smart_passed ?? null },
      { key: "disk_power_on_hours", name: "Powered on", unit: "h", value: (one) => one.power_on_hours ?? null },
      {
        key: "disk_wear_percent",
        name: "Worn",
        unit: "%",
        record: "changes",
        value: (one) => one.wear_percent ?? null,
      },
      {
        key: "disk_reallocated_sectors",
        name: "Replaced sectors",
        record: "changes",
        value: (one) => one.reallocated_sectors ?? null,
      },
    ],
  ),
};
