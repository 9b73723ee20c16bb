import type { Identity } from "../../devices/view.ts";
import { PlatformError } from "../../errors.ts";
import type { Machine } from "../../sdk/index.ts";
import type { House } from "../house.ts";
import { identityToWire } from "../wire/identity.ts";

/** Who a machine is, as it goes over the wire. */
export function showIdentity({ devices, succession }: House, machine: Machine) {
  const identity = devices.identity(machine.deviceId) ?? unknownTo(machine);
  return identityToWire(identity, machine.id, succession.candidatesOf(machine));
}

/** The machine that a path names. Throws `NOT_FOUND`. */
export function machineIn({ machines }: House, { id = "" }: Readonly<Record<string, string>>): Machine {
  const machine = machines.get(id);
  if (!machine) throw new PlatformError("NOT_FOUND", `Machine '${id}' does not exist`);
  return machine;
}

/** The identity of a machine of which no source speaks any more. */
function unknownTo({ deviceId, guid }: Machine): Identity {
  return { deviceId, guid, claims: [], facts: [], addresses: [], pins: [], conflicts: [] };
}
