import type { EventBus } from "../bus/event-bus.ts";
import type { Clock, Device, DeviceClaim, EntityValue, Machine, MachineReader, MachineStatus } from "../sdk/index.ts";
import type { Database, Transaction } from "../storage/database.ts";
import { type MachineRow, readAll, type Tables } from "../storage/models/tables.ts";

type Facts = Readonly<Record<string, EntityValue>>;

/** What the registry needs of the rest of the house. */
export interface MachineRegistryParts {
  readonly database: Database;
  readonly tables: Tables;
  readonly bus: EventBus;
  readonly clock: Clock;
  /** The current facts of a device. */
  readonly facts: (deviceId: number) => Facts;
}

/** The devices that the user manages. */
export class MachineRegistry implements MachineReader {
  readonly #parts: MachineRegistryParts;
  readonly #machines = new Map<string, Machine>();
  /** Machines whose row on disk is behind. */
  readonly #unsaved = new Set<string>();

  constructor(parts: MachineRegistryParts) {
    this.#parts = parts;
  }

  async load(): Promise<void> {
    for (const row of await readAll<MachineRow>(this.#parts.tables.machine)) {
      const machine = { ...row, expectedOnline: Boolean(row.expectedOnline), facts: this.#parts.facts(row.deviceId) };
      this.#machines.set(row.id, machine);
    }
  }

  get(id: string): Machine | undefined {
    return this.#machines.get(id);
  }

  list(): readonly Machine[] {
    return [...this.#machines.values()];
  }

  /** Registers the device as a machine, or takes over the news about it. Write it with `store`. */
  admit(device: Device, claim: DeviceClaim): Machine | undefined {
    const known = this.#machines.get(device.slug);
    if (!known && !claim.machine) return undefined;
    const guid = claim.keys.agentGuid ?? known?.guid ?? null;
    const facts = this.#parts.facts(device.id);
    const now = this.#parts.clock.now();
    const machine: Machine = known
      ? { ...known, guid, facts, updatedAt: now }
      : {
          id: device.slug,
          deviceId: device.id,
          guid,
          displayName: null,
          machineType: claim.machine?.machineType ?? "server",
          expectedOnline: claim.machine?.machineType !== "workstation",
          status: "unknown",
          statusChangedAt: now,
          lastSeen: null,
          intervalSeconds: null,
          createdAt: now,
          updatedAt: now,
          facts,
        };
    this.#put(machine, known);
    return machine;
  }

  /** Takes a machine out of memory again, because it could not be stored. */
  forget(id: string): void {
    this.#machines.delete(id);
    this.#unsaved.delete(id);
    this.#parts.bus.emit("machine_removed", { id });
  }

  /** Notes that a machine was heard from; the first time after a silence it comes online. */
  seen(id: string, at: number, intervalSeconds: number): void {
    const machine = this.#machines.get(id);
    if (!machine) return;
    this.#unsaved.add(id);
    if (machine.status === "online") this.#machines.set(id, { ...machine, lastSeen: at, intervalSeconds });
    else this.#put({ ...machine, lastSeen: at, intervalSeconds, status: "online", statusChangedAt: at }, machine);
    this.#parts.bus.emit("machine_seen", { id, at });
  }

  /** Sets the status of a machine. */
  setStatus(id: string, status: MachineStatus): void {
    const machine = this.#machines.get(id);
    if (!machine || machine.status === status) return;
    this.#put({ ...machine, status, statusChangedAt: this.#parts.clock.now() }, machine);
  }

  /** Writes one machine. */
  async store(id: string, transaction: Transaction): Promise<void> {
    const machine = this.#machines.get(id);
    if (!machine) return;
    this.#unsaved.delete(id);
    const { facts, ...row } = machine;
    await this.#parts.tables.machine.upsert(row, { transaction });
  }

  /** Writes every machine whose row is behind: called now and then, and on stop. */
  async save(): Promise<void> {
    const ids = [...this.#unsaved];
    if (ids.length === 0) return;
    try {
      await this.#parts.database.write(async (transaction) => {
        for (const id of ids) await this.store(id, transaction);
      });
    } catch (error) {
      for (const id of ids) this.#unsaved.add(id);
      throw error;
    }
  }

  #put(machine: Machine, previous: Machine | undefined): void {
    this.#machines.set(machine.id, machine);
    this.#unsaved.add(machine.id);
    this.#parts.bus.emit("machine_changed", { machine, ...(previous ? { previous } : {}) });
  }
}
