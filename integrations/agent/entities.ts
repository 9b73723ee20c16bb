import type { HeartbeatFilesystem } from "../../agent/protocol.ts";
import type { EntityDefinition, InstancedEntity } from "../../core/sdk/index.ts";
import type { InterfaceReading, Reading } from "./reading.ts";

type Metric = keyof Reading["metrics"];

/** A metric of the heartbeat under its own name. */
function metric(key: Metric, name: string, unit?: string): EntityDefinition<Reading> {
  const described = { key, name, record: "samples", ...(unit === undefined ? {} : { unit }) } as const;
  return { ...described, value: ({ metrics }) => metrics[key] ?? null };
}

function perFilesystem(
  row: Pick<InstancedEntity<Reading, HeartbeatFilesystem>, "key" | "name" | "unit" | "value">,
): EntityDefinition<Reading> {
  const described: InstancedEntity<Reading, HeartbeatFilesystem> = {
    ...row,
    record: "samples",
    instances: ({ filesystems }) => filesystems,
    instance: ({ mount_point }) => mount_point,
    attributes: ({ device = null, fs_type = null }) => ({ device, fs_type }),
  };
  return described as EntityDefinition<Reading>;
}

function perInterface(
  row: Pick<InstancedEntity<Reading, InterfaceReading>, "key" | "name" | "unit" | "record" | "value">,
): EntityDefinition<Reading> {
  const described: InstancedEntity<Reading, InterfaceReading> = {
    ...row,
    instances: ({ interfaces }) => interfaces,
    instance: ({ name }) => name,
    attributes: ({ mac = null, addresses, is_physical = null }) => ({
      mac,
      addresses: addresses?.join(", ") ?? null,
      is_physical,
    }),
  };
  return described as EntityDefinition<Reading>;
}

/** What every machine with an agent has. A row more is a sensor more. */
export const machineEntities: readonly EntityDefinition<Reading>[] = [
  metric("cpu_percent", "CPU", "%"),
  metric("memory_percent", "Memory", "%"),
  metric("memory_total_mb", "Memory, total", "MiB"),
  metric("memory_used_mb", "Memory, used", "MiB"),
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

  perFilesystem({ key: "filesystem_percent", name: "File system", unit: "%", value: ({ percent }) => percent ?? null }),
  perFilesystem({ key: "filesystem_used_bytes", name: "Used", unit: "B", value: (one) => one.used_bytes ?? null }),
  perFilesystem({ key: "filesystem_total_bytes", name: "Size", unit: "B", value: (one) => one.total_bytes ?? null }),
  perFilesystem({
    key: "filesystem_available_bytes",
    name: "Available",
    unit: "B",
    value: (one) => one.available_bytes ?? null,
  }),

  perInterface({
    key: "interface_rx_rate",
    name: "Receiving",
    unit: "B/s",
    record: "samples",
    value: (one) => one.receiveRate,
  }),
  perInterface({
    key: "interface_tx_rate",
    name: "Sending",
    unit: "B/s",
    record: "samples",
    value: (one) => one.sendRate,
  }),
  perInterface({ key: "interface_up", name: "Link", record: "changes", value: (one) => one.is_up ?? null }),
];
