import type { Heartbeat } from "../../agent/protocol.ts";
import { sampleHeartbeat } from "./sample-heartbeat.ts";

const mebibyte = 1024 ** 2;
const gibibyte = 1024 ** 3;

/** What the agent of a media server tells beside what every machine does. */
const more: Partial<Heartbeat> = {
  services: [
    { name: "plexmediaserver", status: "failed", status_reason: "exit-code, status 137", restarts: 5 },
    { name: "sonarr", status: "running", pid: 901, memory_mb: 212.4, cpu_percent: 1.2, restarts: 0 },
    { name: "ssh", status: "running", pid: 612, memory_mb: 7, cpu_percent: 0, restarts: 0 },
    { name: "smbd", status: "stopped", status_reason: "inactive" },
    { name: "wg-quick@wg0", status: "unknown", status_reason: "There is no such unit" },
  ],
  failed_units: ["plexmediaserver.service", "nut-monitor.service"],
  containers: [
    {
      id: "4f6e1c0c7d1a",
      name: "jellyfin",
      image: "jellyfin/jellyfin:10.10",
      state: "running",
      health: "healthy",
      cpu_percent: 12.4,
      memory_bytes: 940 * mebibyte,
    },
    {
      id: "5f6e1c0c7d1b",
      name: "vaultwarden",
      image: "vaultwarden/server:latest",
      state: "running",
      health: "unhealthy",
    },
    { id: "6f6e1c0c7d1c", name: "backup", image: "restic/restic:0.17", state: "exited", exit_code: 1 },
  ],
  sensors: [
    { chip: "coretemp", label: "Package id 0", celsius: 71 },
    { chip: "coretemp", label: "Core 0", celsius: 68 },
    { chip: "coretemp", label: "Core 1", celsius: 71 },
    { chip: "nvme:nvme0", label: "Composite", celsius: 41.9 },
  ],
  disks: [
    {
      name: "sda",
      model: "WDC WD40EFRX-68N32N0",
      serial: "WD-WCC7K0AAAAAA",
      is_rotational: true,
      read_bytes: 0,
      write_bytes: 0,
      busy_ms: 0,
      smart_passed: false,
      smart_checked_at: "2026-01-15T11:30:00.000Z",
      temperature_celsius: 44,
      power_on_hours: 46_912,
      reallocated_sectors: 8,
    },
    {
      name: "nvme0n1",
      model: "Samsung SSD 980 PRO 1TB",
      read_bytes: 0,
      write_bytes: 0,
      busy_ms: 0,
      smart_passed: true,
      temperature_celsius: 41,
      power_on_hours: 9123,
      wear_percent: 3,
    },
  ],
  throttled: { under_voltage: false, throttled: true, has_been_under_voltage: true, has_been_throttled: true },
  processes: {
    total: 312,
    looked: 312,
    by_cpu: [
      { pid: 2201, name: "Plex Transcoder", user: "plex", cpu_percent: 41.2, memory_bytes: 610 * mebibyte },
      { pid: 1702, name: "jellyfin", user: "root", cpu_percent: 12.4, memory_bytes: 940 * mebibyte },
    ],
    by_memory: [
      { pid: 990, name: "mariadbd", user: "mysql", cpu_percent: 0.4, memory_bytes: 1.2 * gibibyte },
      { pid: 1702, name: "jellyfin", user: "root", cpu_percent: 12.4, memory_bytes: 940 * mebibyte },
    ],
  },
  updates_available: 3,
  security_updates: 1,
  packages_checked_at: "2026-01-15T11:50:00.000Z",
  packages: [
    {
      name: "openssl",
      current_version: "3.0.14-1~deb12u2",
      new_version: "3.0.15-1~deb12u1",
      repository: "Debian-Security:12/stable-security",
      is_security: true,
    },
    { name: "curl", current_version: "7.88.1-10+deb12u7", new_version: "7.88.1-10+deb12u8", is_security: false },
    { name: "base-files", current_version: "12.4+deb12u7", new_version: "12.4+deb12u8", is_security: false },
  ],
  reboot_packages: ["linux-image-amd64"],
};

/** A heartbeat of a machine that has everything an agent can tell of. */
export function richHeartbeat(changes: Partial<Heartbeat> = {}): Heartbeat {
  const plain = sampleHeartbeat();
  const metrics = {
    ...plain.metrics,
    cpu_iowait_percent: 3.5,
    cpu_steal_percent: 0,
    cpu_core_percents: [12, 88.5, null, 40],
    memory_cache_mb: 4200,
    zfs_arc_mb: 2048,
    reboot_required: true,
  };
  return { ...plain, ...more, metrics, ...changes };
}
