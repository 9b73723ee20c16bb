import type { AgentCredentials } from "../auth/agent-credentials.ts";
import type { MachineEntry } from "../config/machines.ts";
import { PlatformError } from "../errors.ts";
import { type ClaimRooms, takeClaim } from "../integrations/claims.ts";
import type { DeviceClaim, Machine, MachineSettings } from "../sdk/index.ts";
import type { ExpectedServices } from "./expected-services.ts";
import { type FormerEntityRooms, forgetHistory, removeEntities } from "./former-entities.ts";

/** A machine that the user names, before or without an agent. `null` is not said. */
export type NewMachine = MachineEntry;

/** What the user says himself, beside what agents do. */
const ownSources: ReadonlySet<string> = new Set(["user", "config"]);

/** The rooms that know a machine. */
export interface AdmissionRooms extends ClaimRooms, FormerEntityRooms {
  readonly credentials: AgentCredentials;
  readonly expectedServices: ExpectedServices;
}

/** Machines that the user adds and removes himself. */
export class MachineAdmission {
  readonly #rooms: AdmissionRooms;

  constructor(rooms: AdmissionRooms) {
    this.#rooms = rooms;
  }

  /**
   * Registers a machine. An agent that proposes its id, or has its hardware address, takes it over later. A machine that was removed is
   * allowed again. Throws `CONFLICT` when the id is taken.
   */
  async register(machine: NewMachine, source: "user" | "config"): Promise<Machine> {
    const { machines, database, removed, expectedServices } = this.#rooms;
    if (machines.get(machine.id))
      throw new PlatformError("CONFLICT", `The machine id '${machine.id}' is taken`, { field: "id" });
    await removed.allow(machine.id);
    const device = await takeClaim(this.#rooms, source, claimOf(machine));
    await expectedServices.add(device.slug, machine.expectedServices);
    const settings: Partial<MachineSettings> = {
      displayName: machine.displayName,
      location: machine.location,
      tags: machine.tags,
      tdpWatts: machine.tdpWatts,
    };
    const registered = machines.change(device.slug, settings);
    await database.write((transaction) => machines.store(registered.id, transaction));
    return registered;
  }

  /** Registers the machines of config.yaml that were never taken over before. What became of the others is the database's. */
  async importOnce(entries: readonly NewMachine[]): Promise<void> {
    const { database, machines } = this.#rooms;
    const rows = await database.select<{ id: string }>("SELECT id FROM imported_machine");
    const imported = new Set(rows.map(({ id }) => id));
    for (const entry of entries) {
      if (imported.has(entry.id)) continue;
      if (!machines.get(entry.id)) await this.register(entry, "config");
      await database.run("INSERT OR IGNORE INTO imported_machine (id) VALUES ($id)", { id: entry.id });
    }
  }

  /** Removes a machine with what its agent said, its entities and, unless it is to be kept, its history. Throws `NOT_FOUND`. */
  async remove(id: string, keepsHistory: boolean): Promise<void> {
    const { machines, database, devices, removed, credentials, expectedServices } = this.#rooms;
    const machine = machines.require(id);
    await removed.add(machine);
    if (machine.guid !== null && credentials.get(machine.guid)?.revokedAt === null) {
      await credentials.revoke(machine.guid);
    }
    const claims = devices.identity(machine.deviceId)?.claims ?? [];
    for (const { source, ref, keys } of claims) {
      const isManaged = ownSources.has(source) || keys.agentGuid !== undefined || keys.agentId !== undefined;
      if (isManaged) machines.refresh(await devices.forget(source, ref));
    }
    removeEntities(this.#rooms, id);
    if (!keepsHistory) forgetHistory(this.#rooms, id);
    await expectedServices.forget(id);
    await database.run("DELETE FROM machine WHERE id = $id", { id });
    machines.forget(id);
  }
}

function claimOf({ id, hostname, ipAddress, macAddress, machineType }: NewMachine): DeviceClaim {
  return {
    ref: id,
    keys: macAddress === null ? {} : { seenMacs: [macAddress] },
    facts: { hostname, ip_address: ipAddress, mac_address: macAddress },
    hints: {
      ...(hostname === null ? {} : { hostname }),
      ...(ipAddress === null ? {} : { addresses: [ipAddress] }),
    },
    machine: { id, machineType },
  };
}
