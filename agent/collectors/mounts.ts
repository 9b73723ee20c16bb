import { isBookkeeping, isPseudo, isSubvolumed } from "./filesystem-types.ts";

/** One line of /proc/self/mountinfo; proc_pid_mountinfo(5). */
export interface Mount {
  /** `major:minor`; the same for every mount of one file system. */
  readonly deviceNumber: string;
  /** The directory of the file system that is mounted: not `/` for bind mounts and subvolumes. */
  readonly root: string;
  readonly mountPoint: string;
  readonly type: string;
  /** What is mounted: `/dev/sda1`, `nas:/export`, `tank/media`. */
  readonly source: string;
}

/** Reads mountinfo; lines that are not what they should be are left out. */
export function parseMounts(mountinfo: string): readonly Mount[] {
  return mountinfo.split("\n").flatMap((line) => parseMount(line) ?? []);
}

/** `36 35 98:0 /root /mnt rw,noatime master:1 - ext3 /dev/sda1 rw`, with any number of tags before the dash. */
function parseMount(line: string): Mount | null {
  const fields = line.split(" ");
  const dash = fields.indexOf("-", 6);
  const [, , deviceNumber, root, mountPoint] = fields;
  const type = fields[dash + 1];
  if (dash < 0 || !deviceNumber || !root || !mountPoint?.startsWith("/") || !type) return null;
  return {
    deviceNumber,
    root: unescapeOctal(root),
    mountPoint: unescapeOctal(mountPoint),
    type,
    source: unescapeOctal(fields[dash + 2] ?? ""),
  };
}

/** The kernel writes blank, tab, newline, backslash and hash as `\040`, `\011`, `\012`, `\134` and `\043`. */
export function unescapeOctal(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));
}

/**
 * The mounts that a person calls a file system, each file system once: no kernel ones, no images, nothing that a container
 * engine or a package mounts for itself.
 */
export function realMounts(mounts: readonly Mount[]): readonly Mount[] {
  const visible = new Map(mounts.map((mount) => [mount.mountPoint, mount]));
  const best = new Map<string, Mount>();
  for (const mount of visible.values()) {
    if (isPseudo(mount.type, mount.mountPoint) || isBookkeeping(mount.mountPoint)) continue;
    const rival = best.get(mount.deviceNumber);
    if (!rival || isBetter(mount, rival)) best.set(mount.deviceNumber, mount);
  }
  return [...best.values()];
}

/** Of several mounts of one file system, that of its root directory speaks for it, and then the shortest path. */
function isBetter(mount: Mount, rival: Mount): boolean {
  return rank(mount) < rank(rival);
}

function rank({ mountPoint, root, type }: Mount): number {
  if (mountPoint === "/") return 0;
  const isWhole = root === "/" || isSubvolumed(type);
  return mountPoint.length + (isWhole ? 0 : 10_000);
}
