import type { Host } from "../runtime/host.ts";
import { readBootId } from "./boot-id.ts";
import { parseCount } from "./counts.ts";
import { readOsRelease } from "./os-release.ts";

/** Who the system is, and since when. `null` is unknown. */
export interface SystemReading {
  readonly hostname: string | null;
  /** 32 hexadecimal digits. */
  readonly machineId: string | null;
  readonly bootId: string | null;
  /** Unix ms. */
  readonly bootedAt: number | null;
  readonly uptimeSeconds: number | null;
  /** Averages over 1, 5 and 15 minutes. */
  readonly load: readonly [number, number, number] | null;
  readonly distribution: string | null;
  readonly version: string | null;
  readonly kernel: string | null;
  readonly architecture: string;
}

/** Reads the small files of /proc and /etc that name the system. */
export async function readSystem(host: Host): Promise<SystemReading> {
  const release = await readOsRelease(host);
  const line = async (path: string) => (await host.readText(path))?.trim() || null;
  return {
    hostname: await readHostname(host),
    machineId: parseMachineId((await line("/etc/machine-id")) ?? (await line("/var/lib/dbus/machine-id"))),
    bootId: await readBootId(host),
    bootedAt: parseBootTime((await host.readText("/proc/stat")) ?? ""),
    uptimeSeconds: parseCount((await line("/proc/uptime"))?.split(" ")[0]),
    load: parseLoad((await line("/proc/loadavg")) ?? ""),
    distribution: release.get("NAME") ?? null,
    version: release.get("VERSION_ID") ?? null,
    kernel: await line("/proc/sys/kernel/osrelease"),
    architecture: host.architecture(),
  };
}

/** The host's own name. Through a mounted /proc the kernel tells the reader's name, a container's, so there the file wins. */
export async function readHostname(host: Host): Promise<string | null> {
  const paths = ["/proc/sys/kernel/hostname", "/etc/hostname"];
  if (host.processDirectory !== "/proc/self") paths.reverse();
  for (const path of paths) {
    const name = (await host.readText(path))?.trim();
    if (name) return name;
  }
  return null;
}

/** machine-id(5); an image that never booted has `uninitialized` or nothing. */
export function parseMachineId(text: string | null): string | null {
  const id = text?.toLowerCase() ?? "";
  return /^[0-9a-f]{32}$/.test(id) && !/^0+$/.test(id) ? id : null;
}

/** `btime` of /proc/stat in Unix ms. Unlike "now minus uptime" it does not move with every reading. */
export function parseBootTime(stat: string): number | null {
  const seconds = parseCount(/^btime (\d+)$/m.exec(stat)?.[1]);
  return seconds === null || seconds > latestSecond ? null : seconds * 1000;
}

/** The last second that a Date can hold; ECMA-262, "Time Values and Time Range". */
const latestSecond = 8_640_000_000_000;

/** The first three numbers of /proc/loadavg. */
export function parseLoad(loadavg: string): readonly [number, number, number] | null {
  const [one, five, fifteen] = loadavg.split(" ").slice(0, 3).map(parseCount);
  return one == null || five == null || fifteen == null ? null : [one, five, fifteen];
}
