import type { HeartbeatMetrics } from "../../../agent/protocol.ts";

type Metrics = Partial<HeartbeatMetrics>;

/** The metrics with what older agents leave to be worked out: they tell memory in GiB alone. What is not known stays so. */
export function withMemory(metrics: Metrics): Metrics {
  const { memory_total_gb: total, memory_used_gb: used } = metrics;
  if (total == null && used == null) return metrics;
  return {
    ...metrics,
    memory_total_mb: metrics.memory_total_mb ?? mebibytes(total),
    memory_used_mb: metrics.memory_used_mb ?? mebibytes(used),
    memory_percent: metrics.memory_percent ?? share(used, total),
  };
}

function mebibytes(gibibytes: number | null | undefined): number | null {
  return gibibytes == null ? null : Math.round(gibibytes * 1024);
}

/** Percent with one digit, as agents tell it. */
function share(used: number | null | undefined, total: number | null | undefined): number | null {
  if (used == null || total == null || total === 0) return null;
  return Math.min(100, Math.round((used / total) * 1000) / 10);
}
