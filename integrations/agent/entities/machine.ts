import type { EntityDefinition } from "../../../core/sdk/index.ts";
import type { Reading } from "../reading.ts";

type Metric = keyof Reading["metrics"];

/** A metric of the heartbeat under its own name. */
function metric(key: Metric, name: string, unit?: string): EntityDefinition<Reading> {
  const described = { key, name, record: "samples", ...(unit === undefined ? {} : { unit }) } as const;
  return { ...described, value: ({ metrics }) => metrics[key] ?? null };
}

/** The machine as a whole. A row more is a sensor more. */
export const machineRows: readonly EntityDefinition<Reading>[] = [
  metric("cpu_percent", "CPU", "%"),
  metric("cpu_iowait_percent", "CPU, waiting for disks", "%"),
  metric("cpu_steal_percent", "CPU, given to others", "%"),
  metric("memory_percent", "Memory", "%"),
  metric("memory_total_mb", "Memory, total", "MiB"),
  metric("memory_used_mb", "Memory, used", "MiB"),
  metric("memory_cache_mb", "Memory, cache", "MiB"),
  metric("zfs_arc_mb", "Memory, cache of ZFS", "MiB"),
  metric("swap_total_mb", "Swap, total", "MiB"),
  metric("swap_used_mb", "Swap, used", "MiB"),
  metric("disk_percent", "Root file system", "%"),
  metric("disk_total_gb", "Root file system, size", "GiB"),
  metric("disk_used_gb", "Root file system, used", "GiB"),
  metric("load_1m", "Load, 1 minute"),
  metric("load_5m", "Load, 5 minutes"),
  metric("load_15m", "Load, 15 minutes"),
  { key: "uptime_seconds", name: "Uptime", unit: "s", value: ({ metrics }) => metrics.uptime_seconds ?? null },
  { key: "boot_time", name: "Booted", record: "changes", value: ({ metrics }) => metrics.boot_time ?? null },
  {
    key: "reboot_required",
    name: "Reboot required",
    record: "changes",
    value: ({ metrics }) => metrics.reboot_required ?? null,
    attributes: ({ heartbeat }) => ({ packages: heartbeat.reboot_packages?.join(", ") || null }),
  },
  {
    key: "disk_fullest_percent",
    name: "Fullest file system",
    unit: "%",
    record: "samples",
    value: ({ fullest }) => fullest?.percent ?? null,
    attributes: ({ fullest }) => ({ mount_point: fullest?.mount_point ?? null }),
  },
  { key: "network_rx_bytes", name: "Received", unit: "B", value: ({ metrics }) => metrics.network_rx_bytes ?? null },
  { key: "network_tx_bytes", name: "Sent", unit: "B", value: ({ metrics }) => metrics.network_tx_bytes ?? null },
  {
    key: "network_rx_rate",
    name: "Receiving",
    unit: "B/s",
    record: "samples",
    value: (reading) => reading.receiveRate,
  },
  { key: "network_tx_rate", name: "Sending", unit: "B/s", record: "samples", value: (reading) => reading.sendRate },
  {
    key: "clock_skew_seconds",
    name: "Clock, ahead of the hub's",
    unit: "s",
    record: "changes",
    value: (reading) => reading.clockSkewSeconds,
  },
];
