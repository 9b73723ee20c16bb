import type { Host } from "../host.ts";
import { parseCount } from "./counts.ts";
import { parseMounts } from "./mounts.ts";

/** Memory and swap in bytes. */
export interface MemoryReading {
  readonly totalBytes: number | null;
  /** What new programs can get without swapping. */
  readonly availableBytes: number | null;
  /** 0 where there is none. */
  readonly swapTotalBytes: number | null;
  readonly swapFreeBytes: number | null;
}

/** Bytes by the keys of /proc/meminfo. */
export type MemoryInfo = ReadonlyMap<string, number>;

/** Reads /proc/meminfo and, where ZFS runs, its cache. */
export async function readMemory(host: Host): Promise<MemoryReading> {
  const info = parseMemoryInfo((await host.readText("/proc/meminfo")) ?? "");
  const total = info.get("MemTotal") ?? null;
  const available = availableBytes(info);
  return {
    totalBytes: total,
    availableBytes:
      available === null || total === null ? available : Math.min(total, available + (await reclaimableCache(host))),
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

/** Kernels before 3.14 have no MemAvailable; the sum is what free(1) made of them, less the shared part of the cache. */
export function availableBytes(info: MemoryInfo): number | null {
  const available = info.get("MemAvailable");
  if (available !== undefined) return available;
  const free = info.get("MemFree");
  if (free === undefined) return null;
  const bytes = (key: string) => info.get(key) ?? 0;
  return free + bytes("Buffers") + Math.max(0, bytes("Cached") - bytes("Shmem")) + bytes("SReclaimable");
}

/**
 * Bytes that ZFS gives back on demand: its cache down to the least size that it keeps. The kernel does not count them as
 * available. In a system container (lxcfs) memory is the container's and the cache the host's, so there it is none.
 */
async function reclaimableCache(host: Host): Promise<number> {
  const statistics = await host.readText("/proc/spl/kstat/zfs/arcstats");
  if (!statistics) return 0;
  const mounts = parseMounts((await host.readText(`${host.processDirectory}/mountinfo`)) ?? "");
  return mounts.some((mount) => mount.mountPoint === "/proc/meminfo") ? 0 : parseReclaimableCache(statistics);
}

/** `size` less `c_min` of arcstats, in bytes; rows are name, type, value. */
export function parseReclaimableCache(arcstats: string): number {
  const value = (name: string) => parseCount(new RegExp(`^${name}\\s+\\d+\\s+(\\d+)$`, "m").exec(arcstats)?.[1]) ?? 0;
  return Math.max(0, value("size") - value("c_min"));
}
