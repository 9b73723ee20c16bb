import type { DeviceClaim } from "../sdk/index.ts";

/** What the resolver needs to know of a device. */
export interface KnownDevice {
  readonly id: number;
  readonly slug: string;
  /** GUIDs that agents claimed for it; never more than one. */
  readonly agentGuids: ReadonlySet<string>;
}

/**
 * Finds the device that a new claim speaks of: the one with the same agent GUID; else the one of the proposed id that has no
 * GUID yet (an agent from before GUIDs); else none. Addresses and hostnames never decide.
 */
export function resolveDevice(claim: DeviceClaim, devices: Iterable<KnownDevice>): KnownDevice | undefined {
  const { agentGuid } = claim.keys;
  if (agentGuid === undefined) return undefined;
  let migrating: KnownDevice | undefined;
  for (const device of devices) {
    if (device.agentGuids.has(agentGuid)) return device;
    if (device.agentGuids.size === 0 && device.slug === claim.machine?.id) migrating = device;
  }
  return migrating;
}

/** `wanted`, or when it is taken `wanted-2`, `wanted-3` … */
export function freeSlug(wanted: string, isTaken: (slug: string) => boolean): string {
  if (!isTaken(wanted)) return wanted;
  for (let number = 2; ; number++) {
    const ending = `-${number}`;
    const slug = wanted.slice(0, 100 - ending.length) + ending;
    if (!isTaken(slug)) return slug;
  }
}
