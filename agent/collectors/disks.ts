import type { Host } from "../runtime/host.ts";
import { parseCount } from "./counts.ts";

/** One whole disk as the kernel knows it. Counters run since boot. */
export interface DiskReading {
  /** The kernel's name: sda, nvme0n1. */
  readonly name: string;
  readonly model: string | null;
  readonly serial: string | null;
  readonly readBytes: number | null;
  readonly writtenBytes: number | null;
  /** Milliseconds in which at least one request was under way. */
  readonly busyMilliseconds: number | null;
  readonly isRotational: boolean | null;
}

/** Counters of one line of /proc/diskstats. */
export type DiskCounters = Pick<DiskReading, "readBytes" | "writtenBytes" | "busyMilliseconds">;

/** The unit of /proc/diskstats, whatever the disk's own sectors are. */
const sectorBytes = 512;
/** Optical and floppy drives, and the parts of an eMMC that no file system is on: devices, but not disks. */
const noDisk = /^(sr|fd|nbd)\d|^mmcblk\d+(boot\d|rpmb)/;

/**
 * Reads /proc/diskstats and what sysfs tells of each disk. Only what has a device behind it is a disk: not partitions, loops,
 * RAM disks, and not volumes of LVM, md and ZFS, which would count the same bytes again. Throws when there is no diskstats.
 */
export async function readDisks(host: Host): Promise<readonly DiskReading[]> {
  const diskstats = await host.readText("/proc/diskstats");
  if (diskstats === null) throw new Error("/proc/diskstats cannot be read");
  const readings = await Promise.all(
    [...parseDiskstats(diskstats)].map(([name, counters]) => readDisk(host, name, counters)),
  );
  return readings.flatMap((reading) => reading ?? []);
}

async function readDisk(host: Host, name: string, counters: DiskCounters): Promise<DiskReading | null> {
  const directory = `/sys/block/${name}`;
  const read = async (file: string) => (await host.readText(`${directory}/${file}`))?.trim() || null;
  if (noDisk.test(name) || !(await host.exists(`${directory}/device`))) return null;
  // A card reader without a card.
  if ((await read("size")) === "0") return null;
  const rotational = await read("queue/rotational");
  return {
    name,
    model: await read("device/model"),
    serial: (await read("device/serial")) ?? (await read("serial")),
    ...counters,
    isRotational: rotational === null ? null : rotational === "1",
  };
}

/**
 * Lines of /proc/diskstats by name: major, minor, name, then the fields of the kernel's admin-guide/iostats.rst, of which the
 * third and seventh are sectors read and written and the tenth the time that was spent on them.
 */
export function parseDiskstats(text: string): ReadonlyMap<string, DiskCounters> {
  const countersByName = new Map<string, DiskCounters>();
  for (const line of text.split("\n")) {
    const [, , name, ...fields] = line.trim().split(/\s+/);
    if (!name || !/^[\w!.-]{1,64}$/.test(name) || fields.length < 10) continue;
    const count = (field: number) => parseCount(fields[field - 1]);
    countersByName.set(name, {
      readBytes: bytesOf(count(3)),
      writtenBytes: bytesOf(count(7)),
      busyMilliseconds: count(10),
    });
  }
  return countersByName;
}

function bytesOf(sectors: number | null): number | null {
  return sectors !== null && Number.isFinite(sectors * sectorBytes) ? sectors * sectorBytes : null;
}
