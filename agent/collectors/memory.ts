import type { Host } from "../runtime/host.ts";
import { parseCount } from "./counts.ts";
import { parseMounts } from "./mounts.ts";

/** Memory and swap in bytes. */
export interface MemoryReading {
  readonly totalBytes: number | null;
  /** What new programs can get without swapping. */
  readonly availableBytes: number | null;
  /** Buffers and file cache, which the kernel gives up on demand; shared memory is none of it. */
  readonly cacheBytes: number | null;
  /** The cache of ZFS, which lies outside of the kernel's; `null` where ZFS does not run or is not this host's. */
  readonly arcBytes: number | null;
  /** 0 where there is none. */
  readonly swapTotalBytes: number | null;
  readonly swapFreeBytes: number | null;
}

/** Bytes by the keys of /proc/meminfo. */
export type MemoryInfo = ReadonlyMap<string, number>;

/** Reads /proc/meminfo and, where ZFS runs, its cache, of which the shrinkable part counts as available. */
export async function readMemory(host: Host): Promise<MemoryReading> {
  const info = parseMemoryInfo((await host.readText("/proc/meminfo")) ?? "");
  const total = info.get("MemTotal") ?? null;
  const available = availableBytes(info);
  const arcstats = await readArcStatistics(host);
  return {
    totalBytes: total,
    availableBytes:
      available === null || total === null ? available : Math.min(total, available + parseReclaimableCache(arcstats)),
    cacheBytes: cacheBytes(info),
    arcBytes: arcValue(arcstats, "size"),
    swapTotalBytes: info.get("SwapTotal") ?? null,
    swapFreeBytes: info.get("SwapFree") ?? null,
  };
}

/** Lines such as `MemTotal:  16316412 kB`. */
export function parseMemoryInfo(text: string): MemoryInfo {
  const info = new Map<string, number>();
  for (const line of text.split("\n")) {
    const [, key, value] = /^([^:\s]+):\s*(\d+) kB\s*$/.exec(line) ?? [];
    const kibibytes = parseCount(value);
    if (key && kibibytes !== null && Number.isFinite(kibibytes * 1024)) info.set(key, kibibytes * 1024);
  }
  return info;
}

/** Kernels before 3.14 have no MemAvailable; there it is what is free and what the kernel can give up. */
export function availableBytes(info: MemoryInfo): number | null {
  const available = info.get("MemAvailable");
  if (available !== undefined) return available;
  const free = info.get("MemFree");
  if (free === undefined) return null;
  return free + (cacheBytes(info) ?? 0);
}

/** What free(1) calls buff/cache, less the shared part, which cannot be given up. */
export function cacheBytes(info: MemoryInfo): number | null {
  const cached = info.get("Cached");
  if (cached === undefined) return null;
  const bytes = (key: string) => info.get(key) ?? 0;
  return bytes("Buffers") + Math.max(0, cached - bytes("Shmem")) + bytes("SReclaimable");
}

/**
 * arcstats of the ZFS that this host runs; empty without. In a system container (lxcfs) memory is the container's and the cache
 * the host's, so there it is none.
 */
async function readArcStatistics(host: Host): Promise<string> {
  const statistics = await host.readText("/proc/spl/kstat/zfs/arcstats");
  if (!statistics) return "";
  const mounts = parseMounts((await host.readText(`${host.processDirectory}/mountinfo`)) ?? "");
  return mounts.some((mount) => mount.mountPoint === "/proc/meminfo") ? "" : statistics;
}

/**
 * Bytes that ZFS gives back on demand: its cache (`size`) down to the least that it keeps (`c_min`). The kernel does not count
 * them as available; htop does (`Platform_setMemoryValues`, "shrinkableSize").
 */
export function parseReclaimableCache(arcstats: string): number {
  return Math.max(0, (arcValue(arcstats, "size") ?? 0) - (arcValue(arcstats, "c_min") ?? 0));
}

/** Rows of arcstats are name, type, value. */
function arcValue(arcstats: string, name: string): number | null {
  return parseCount(new RegExp(`^${name}\\s+\\d+\\s+(\\d+)$`, "m").exec(arcstats)?.[1]);
}
