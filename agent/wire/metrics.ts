import type { CpuReading } from "../collectors/cpu.ts";
import type { MemoryReading } from "../collectors/memory.ts";
import { hostTraffic } from "../host-network.ts";
import type { Heartbeat } from "../protocol.ts";
import type { Readings } from "../readings.ts";
import { filesystemOf } from "./hardware.ts";
import { amount, difference, moment, percent, rounded, share } from "./values.ts";

type Metrics = NonNullable<Heartbeat["metrics"]>;

const mebibyte = 1024 ** 2;
const gibibyte = 1024 ** 3;
const mostCores = 1024;

/** `metrics` of a heartbeat. */
export function metricsOf({ cpu, memory, filesystems, network, system, reboot }: Readings): Metrics {
  const root = filesystems?.find(({ mountPoint }) => mountPoint === "/");
  const disk = root && filesystemOf(root);
  const [load1, load5, load15] = system?.load ?? [];
  return {
    ...cpuMetrics(cpu),
    ...memoryMetrics(memory),
    disk_percent: disk?.percent ?? null,
    disk_total_gb: rounded(disk?.total_bytes, gibibyte, 2),
    disk_used_gb: rounded(disk?.used_bytes, gibibyte, 2),
    network_rx_bytes: network && amount(hostTraffic(network, "receivedBytes")),
    network_tx_bytes: network && amount(hostTraffic(network, "sentBytes")),
    load_1m: amount(load1),
    load_5m: amount(load5),
    load_15m: amount(load15),
    uptime_seconds: rounded(system?.uptimeSeconds, 1, 0),
    boot_time: moment(system?.bootedAt),
    reboot_required: reboot?.isRequired ?? null,
  };
}

function cpuMetrics(cpu: CpuReading | null): Metrics {
  return {
    cpu_percent: percent(cpu?.busyPercent),
    cpu_iowait_percent: percent(cpu?.iowaitPercent),
    cpu_steal_percent: percent(cpu?.stealPercent),
    cpu_core_percents: cpu?.corePercents.slice(0, mostCores).map(percent) ?? null,
  };
}

function memoryMetrics(memory: MemoryReading | null): Metrics {
  const total = amount(memory?.totalBytes);
  const used = difference(total, memory?.availableBytes);
  const swapTotal = amount(memory?.swapTotalBytes);
  return {
    memory_percent: share(used, total),
    memory_total_mb: rounded(total, mebibyte, 0),
    memory_used_mb: rounded(used, mebibyte, 0),
    memory_total_gb: rounded(total, gibibyte, 2),
    memory_used_gb: rounded(used, gibibyte, 2),
    memory_cache_mb: rounded(memory?.cacheBytes, mebibyte, 0),
    zfs_arc_mb: rounded(memory?.arcBytes, mebibyte, 0),
    swap_total_mb: rounded(swapTotal, mebibyte, 0),
    swap_used_mb: rounded(difference(swapTotal, memory?.swapFreeBytes), mebibyte, 0),
  };
}
