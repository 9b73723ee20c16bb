import { buildHeartbeat } from "../../agent/heartbeat.ts";
import type { Heartbeat } from "../../agent/protocol.ts";
import type { Readings } from "../../agent/readings.ts";

export const sampleGuid = "0b7c4bd5-0f0e-4f5e-9d1e-0123456789ab";

/** Readings of a host that tells nothing. */
export const nothingKnown: Readings = {
  cpu: null,
  processor: null,
  memory: null,
  filesystems: null,
  disks: null,
  smart: null,
  network: null,
  system: null,
  sensors: null,
  throttling: null,
  units: null,
  failedUnits: null,
  containers: null,
  processes: null,
  packages: null,
  reboot: null,
};

export const sampleHead = {
  guid: sampleGuid,
  serverId: "nas",
  version: "1.2.3",
  mode: "readonly",
  intervalSeconds: 60,
  sequence: 1,
  tellsPackages: true,
  measuredAt: Date.parse("2026-01-15T12:00:00Z"),
} as const;

/** A heartbeat that only its number tells from another. */
export function sampleHeartbeat(sequence: number): Heartbeat {
  return buildHeartbeat({ ...sampleHead, sequence }, nothingKnown);
}
