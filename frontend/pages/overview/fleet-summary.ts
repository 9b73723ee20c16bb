import type { DashboardEntity, DashboardMachine } from "../../sdk/index.ts";

const bytesPerMebibyte = 1024 ** 2;

/** How the whole fleet is doing. Sums and means are over the machines that report at present, and say how many. */
export interface FleetSummary {
  readonly online: number;
  /** Machines that should be online, and those that are although they need not be. */
  readonly expected: number;
  readonly serversOffline: number;
  readonly away: number;
  readonly neverSeen: number;
  readonly cpu: { readonly percent: number; readonly machines: number } | null;
  readonly memory: { readonly usedBytes: number; readonly totalBytes: number; readonly machines: number } | null;
  readonly fullestDisk: { readonly percent: number; readonly machineId: string; readonly mount: string } | null;
  readonly network: { readonly received: number; readonly sent: number } | null;
}

/** The patterns of the entities that a summary is made of. */
export const summaryPatterns = [
  "*.cpu_percent",
  "*.memory_used_mb",
  "*.memory_total_mb",
  "*.disk_fullest_percent",
  "*.network_rx_rate",
  "*.network_tx_rate",
] as const;

/** Sums up the fleet; `match` gives the entities of a pattern. Values of machines that are off do not count. */
export function summarise(
  machines: readonly DashboardMachine[],
  match: (pattern: (typeof summaryPatterns)[number]) => readonly DashboardEntity[],
): FleetSummary {
  const online = machines.filter(({ status }) => status === "online").length;
  const serversOffline = machines.filter(({ status, expectedOnline }) => status === "offline" && expectedOnline).length;
  return {
    online,
    expected: online + serversOffline,
    serversOffline,
    away: machines.filter(({ status, expectedOnline }) => status === "offline" && !expectedOnline).length,
    neverSeen: machines.filter(({ status }) => status === "unknown").length,
    cpu: meanOf(readings(match("*.cpu_percent"))),
    memory: memoryOf(readings(match("*.memory_used_mb")), readings(match("*.memory_total_mb"))),
    fullestDisk: fullestOf(readings(match("*.disk_fullest_percent"))),
    network: networkOf(readings(match("*.network_rx_rate")), readings(match("*.network_tx_rate"))),
  };
}

interface Reading {
  readonly entity: DashboardEntity;
  readonly value: number;
}

function readings(entities: readonly DashboardEntity[]): readonly Reading[] {
  return entities.flatMap((entity) =>
    entity.available && typeof entity.value === "number" ? [{ entity, value: entity.value }] : [],
  );
}

function sumOf(values: readonly Reading[]): number {
  return values.reduce((sum, { value }) => sum + value, 0);
}

function meanOf(values: readonly Reading[]): FleetSummary["cpu"] {
  return values.length === 0 ? null : { percent: sumOf(values) / values.length, machines: values.length };
}

/** Only machines that report both count, so that the share is true. */
function memoryOf(used: readonly Reading[], total: readonly Reading[]): FleetSummary["memory"] {
  const totals = new Map(total.map(({ entity, value }) => [entity.device, value]));
  const complete = used.filter(({ entity }) => totals.has(entity.device));
  if (complete.length === 0) return null;
  const totalMebibytes = complete.reduce((sum, { entity }) => sum + (totals.get(entity.device) ?? 0), 0);
  return {
    usedBytes: sumOf(complete) * bytesPerMebibyte,
    totalBytes: totalMebibytes * bytesPerMebibyte,
    machines: complete.length,
  };
}

function fullestOf(values: readonly Reading[]): FleetSummary["fullestDisk"] {
  const fullest = values.reduce<Reading | undefined>(
    (most, next) => (most && most.value >= next.value ? most : next),
    undefined,
  );
  if (!fullest) return null;
  const mount = String(fullest.entity.attributes["mount_point"] ?? "");
  return { percent: fullest.value, machineId: fullest.entity.device, mount };
}

function networkOf(received: readonly Reading[], sent: readonly Reading[]): FleetSummary["network"] {
  if (received.length + sent.length === 0) return null;
  return { received: sumOf(received), sent: sumOf(sent) };
}
