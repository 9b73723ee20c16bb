import type { DeviceRegistry } from "../devices/registry.ts";
import { PlatformError } from "../errors.ts";
import type { MachineRegistry } from "../machines/registry.ts";
import type { RemovedMachines } from "../machines/removed.ts";
import type { Device, DeviceClaim, DeviceReader } from "../sdk/index.ts";
import type { Database } from "../storage/database.ts";

/** The rooms that learn of a claim. */
export interface ClaimRooms {
  readonly database: Database;
  readonly devices: DeviceRegistry;
  readonly machines: MachineRegistry;
  readonly removed: RemovedMachines;
}

/** Takes in what a source says. When it cannot be written, it is as if it had not been said. */
export async function takeClaim(rooms: ClaimRooms, source: string, claim: DeviceClaim): Promise<Device> {
  const { database, devices, machines, removed } = rooms;
  if (claim.machine && removed.has(claim.machine.id, claim.keys.agentGuid)) {
    const message = `The machine '${claim.machine.id}' was removed from this hub; register it again to allow it`;
    throw new PlatformError("UNAUTHORIZED", message);
  }
  const { device, changed, affected, store, revert } = devices.claim(source, claim);
  if (!changed) return device;
  machines.refresh(affected);
  const known = machines.get(device.slug);
  const machine = machines.admit(device, claim);
  try {
    await database.write(async (transaction) => {
      await store(transaction);
      if (machine) await machines.store(machine.id, transaction);
    });
  } catch (error) {
    revert();
    if (known) machines.restore(known);
    else if (machine) machines.forget(machine.id);
    machines.refresh(new Set([...affected, device.id]));
    if (error instanceof PlatformError) throw error;
    throw new PlatformError(
      "UNAVAILABLE",
      "The hub cannot store what is new about this machine now; send it again later",
      {
        retryAfterSeconds: 10,
        cause: error,
      },
    );
  }
  return device;
}

/** Takes back what a source said under one ref. */
export async function dropClaim({ devices, machines }: ClaimRooms, source: string, ref: string): Promise<void> {
  machines.refresh(await devices.unclaim(source, ref));
}

/** The devices as an integration may read them. */
export function readDevices(devices: DeviceRegistry, source: string): DeviceReader {
  return {
    get: (id) => devices.get(id),
    list: () => devices.list(),
    ofMachine: (machineId) => devices.withSlug(machineId),
    ownClaim: (ref) => devices.ownClaim(source, ref),
  };
}
