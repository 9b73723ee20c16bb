import type { DashboardEntity } from "../../../frontend/sdk/index.ts";
import { sampleEntity } from "./samples.ts";

const mebibyte = 1024 ** 2;

type Row = readonly [
  key: string,
  instance: string | null,
  value: DashboardEntity["value"],
  attributes?: DashboardEntity["attributes"],
];

const rows: readonly Row[] = [
  ["unit_status", "plex", "failed", { reason: "exit-code, status 137", restarts: 5 }],
  ["unit_status", "sonarr", "running", { reason: null, restarts: 0 }],
  ["unit_memory_mb", "sonarr", 212],
  ["unit_cpu_percent", "sonarr", 1.2],
  ["unit_status", "smbd", "stopped", { reason: "inactive", restarts: 0 }],
  ["failed_units", null, 2, { names: "plex.service, nut-monitor.service" }],

  ["containers_running", null, 2, { total: 3 }],
  ["container_state", "jellyfin", "running", { image: "jellyfin/jellyfin:10.10", exit_code: null }],
  ["container_health", "jellyfin", "healthy"],
  ["container_cpu_percent", "jellyfin", 12.4],
  ["container_memory_bytes", "jellyfin", 940 * mebibyte],
  ["container_state", "vaultwarden", "running", { image: "vaultwarden/server", exit_code: null }],
  ["container_health", "vaultwarden", "unhealthy"],
  ["container_state", "backup", "exited", { image: "restic/restic:0.17", exit_code: 1 }],

  ["temperature_hottest_celsius", null, 81, { chip: "coretemp", label: "Package id 0" }],
  ["sensor_celsius", "coretemp Package id 0", 81, { chip: "coretemp", label: "Package id 0" }],
  ["sensor_celsius", "nvme Composite", 42, { chip: "nvme", label: "Composite" }],
  ["sensor_core_celsius", "coretemp Core 0", 68, { chip: "coretemp", label: "Core 0" }],
  ["sensor_core_celsius", "coretemp Core 1", 81, { chip: "coretemp", label: "Core 1" }],
  ["throttled", null, true, { since_boot: true }],
  ["under_voltage", null, false, { since_boot: true }],

  ["disk_read_rate", "sda", 12_000_000, { model: "WDC WD40EFRX", serial: "WD-1" }],
  ["disk_write_rate", "sda", 400_000, { model: "WDC WD40EFRX", serial: "WD-1" }],
  ["disk_busy_percent", "sda", 42, { model: "WDC WD40EFRX", serial: "WD-1" }],
  ["disk_temperature_celsius", "sda", 44, { model: "WDC WD40EFRX", serial: "WD-1" }],
  ["disk_smart_passed", "sda", false, { model: "WDC WD40EFRX", serial: "WD-1" }],
  ["disk_power_on_hours", "sda", 48_000],
  ["disk_reallocated_sectors", "sda", 8],
  ["disk_read_rate", "nvme0n1", 0, { model: "Samsung SSD 980 PRO" }],
  ["disk_smart_passed", "nvme0n1", true, { model: "Samsung SSD 980 PRO" }],
  ["disk_wear_percent", "nvme0n1", 3],

  ["process_count", null, 312],
  [
    "process_busiest",
    null,
    "Plex Transcoder",
    { name_1: "Plex Transcoder", pid_1: 2201, user_1: "plex", cpu_percent_1: 41.2, memory_bytes_1: 610 * mebibyte },
  ],
  [
    "process_largest",
    null,
    "mariadbd",
    { name_1: "mariadbd", pid_1: 990, user_1: "mysql", cpu_percent_1: 0.4, memory_bytes_1: 1200 * mebibyte },
  ],

  ["updates_available", null, 2, { checked_at: "2025-01-01T11:50:00.000Z" }],
  ["security_updates", null, 1],
  ["clock_skew_seconds", null, 300],
];

/** What the machine `nas` tells beside what every machine does. */
export function richEntities(): readonly DashboardEntity[] {
  return rows.map(([key, instance, value, attributes = {}]) =>
    sampleEntity({
      id: `nas.${key}.${instance ?? ""}`.replace(/\.$/, ""),
      key,
      instance,
      value,
      attributes,
      unit: null,
    }),
  );
}
