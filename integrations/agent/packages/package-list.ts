import type { HeartbeatPackage } from "../../../agent/protocol.ts";

/** One package that can be brought up to date. Times are ISO 8601, by the hub's clock. */
export interface KnownPackage {
  readonly name: string;
  readonly current_version: string | null;
  readonly new_version: string | null;
  readonly repository: string | null;
  readonly is_security: boolean;
  /** When it was first told that it can be brought up to date. */
  readonly detected_at: string;
  /** When something about it last became different. */
  readonly updated_at: string;
}

/** What an agent told, and when. */
export interface PackageList {
  /** When it was measured, in Unix milliseconds of the hub's clock. */
  readonly measuredAt: number;
  readonly packages: readonly KnownPackage[];
}

/** The list as it is now: what was known before keeps its times. A package that is told twice counts once. */
export function mergePackages(
  before: PackageList | undefined,
  told: readonly HeartbeatPackage[],
  measuredAt: number,
): PackageList {
  const known = new Map(before?.packages.map((one) => [one.name, one]));
  const now = new Date(measuredAt).toISOString();
  const packages = new Map(told.map((one) => [one.name, merge(known.get(one.name), one, now)]));
  return { measuredAt, packages: [...packages.values()].toSorted(bySecurityThenName) };
}

/** Whether two lists name the same packages with the same versions. */
export function isSameList(one: PackageList | undefined, other: PackageList): boolean {
  return one !== undefined && JSON.stringify(one.packages) === JSON.stringify(other.packages);
}

function merge(before: KnownPackage | undefined, told: HeartbeatPackage, now: string): KnownPackage {
  const { name, current_version = null, new_version = null, repository = null } = told;
  const fresh = { name, current_version, new_version, repository, is_security: told.is_security === true };
  const isSame =
    before?.current_version === current_version &&
    before.new_version === new_version &&
    before.repository === repository &&
    before.is_security === fresh.is_security;
  return { ...fresh, detected_at: before?.detected_at ?? now, updated_at: isSame ? before.updated_at : now };
}

function bySecurityThenName(one: KnownPackage, other: KnownPackage): number {
  return Number(other.is_security) - Number(one.is_security) || (one.name < other.name ? -1 : 1);
}
