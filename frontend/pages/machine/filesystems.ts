import type { DashboardEntity } from "../../sdk/index.ts";

/** One file system of a machine, put together from its entities. Sizes in bytes, `null` when unknown. */
export interface Filesystem {
  readonly mountPoint: string;
  readonly type: string;
  readonly device: string;
  /** Whether it is still mounted. */
  readonly available: boolean;
  readonly percent: number | null;
  readonly usedBytes: number | null;
  readonly totalBytes: number | null;
  readonly freeBytes: number | null;
}

/** The file systems among a machine's entities: the root first, then by mount point. */
export function filesystemsOf(entities: readonly DashboardEntity[]): readonly Filesystem[] {
  const byMount = new Map<string, Map<string, DashboardEntity>>();
  for (const entity of entities) {
    if (entity.instance === null || !entity.key.startsWith("filesystem_")) continue;
    const known = byMount.get(entity.instance) ?? new Map<string, DashboardEntity>();
    byMount.set(entity.instance, known.set(entity.key, entity));
  }
  return [...byMount].map(([mountPoint, known]) => filesystemOf(mountPoint, known)).sort(byMountPoint);
}

function filesystemOf(mountPoint: string, known: ReadonlyMap<string, DashboardEntity>): Filesystem {
  const percent = known.get("filesystem_percent");
  const number = (key: string): number | null => {
    const value = known.get(key)?.value;
    return typeof value === "number" ? value : null;
  };
  return {
    mountPoint,
    type: String(percent?.attributes["fs_type"] ?? ""),
    device: String(percent?.attributes["device"] ?? ""),
    available: percent?.available ?? false,
    percent: number("filesystem_percent"),
    usedBytes: number("filesystem_used_bytes"),
    totalBytes: number("filesystem_total_bytes"),
    freeBytes: number("filesystem_available_bytes"),
  };
}

function byMountPoint(a: Filesystem, b: Filesystem): number {
  return a.mountPoint.localeCompare(b.mountPoint);
}
