import { isDeepStrictEqual } from "node:util";
import type { EventBus } from "../bus/event-bus.ts";
import { PlatformError } from "../errors.ts";
import type {
  Clock,
  Device,
  DeviceClaim,
  EntityValue,
  Machine,
  MachineSettings,
  MachineStatus,
  MachineType,
} from "../sdk/index.ts";
import type { Database, Transaction } from "../storage/database.ts";
import { type MachineRow, readAll, type Tables } from "../storage/models/tables.ts";
import { HeardMachines } from "./heard-machines.ts";

type Facts = Readonly<Record<string, EntityValue>>;

/** What the registry needs of the rest of the house. */
export interface MachineRegistryParts {
  readonly database: Database;
  readonly tables: Tables;
  readonly bus: EventBus;
  readonly clock: Clock;
  /** The current facts of a device. */
  readonly facts: (deviceId: number) => Facts;
  /** Whether the device was found to be another one, and goes by that one's name now. */
  readonly isAlias: (deviceId: number) => boolean;
}

/** The devices that the user manages. */
export class MachineRegistry {
  readonly #parts: MachineRegistryParts;
  readonly #machines = new Map<string, Machine>();
  /** Machines, by id, that were found to be another one. They come back with their history when the two are split. */
  readonly #merged = new Map<string, Machine>();
  readonly #idByDevice = new Map<number, string>();
  /** Machines whose row on disk is behind. */
  readonly #unsaved = new Set<string>();
  readonly #heard: HeardMachines;

  constructor(parts: MachineRegistryParts) {
    this.#parts = parts;
    this.#heard = new HeardMachines(parts.database);
  }

  async load(): Promise<void> {
    for (const row of await readAll<MachineRow>(this.#parts.tables.machine)) {
      const machine = fromRow(row, this.#parts.facts(row.deviceId));
      const isMerged = this.#parts.isAlias(row.deviceId);
      (isMerged ? this.#merged : this.#machines).set(row.id, machine);
      this.#idByDevice.set(row.deviceId, row.id);
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
          ...defaultSettings(claim.machine?.machineType ?? "server"),
          pausedAt: null,
          pausedUntil: null,
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

  /** Takes over what became of these devices: their facts, and which of them are one machine. */
  refresh(deviceIds: Iterable<number>): void {
    for (const deviceId of deviceIds) {
      const id = this.#idByDevice.get(deviceId) ?? "";
      const shown = this.#machines.get(id);
      const machine = shown ?? this.#merged.get(id);
      if (!machine) continue;
      if (!this.#parts.isAlias(deviceId)) {
        this.#merged.delete(id);
        const facts = this.#parts.facts(deviceId);
        if (!shown || !isDeepStrictEqual(facts, shown.facts)) this.#put({ ...machine, facts }, shown);
      } else if (shown) {
        this.#machines.delete(id);
        this.#merged.set(id, shown);
        this.#parts.bus.emit("machine_removed", { id });
      }
    }
  }

  /** Goes back to what was known of a machine, because its news could not be stored. */
  restore(machine: Machine): void {
    this.#put(machine, this.#machines.get(machine.id));
  }

  /** Takes a machine out of memory again, because it could not be stored. */
  forget(id: string): void {
    const machine = this.#machines.get(id);
    if (machine) this.#idByDevice.delete(machine.deviceId);
    this.#machines.delete(id);
    this.#unsaved.delete(id);
    this.#heard.remove(id);
    this.#parts.bus.emit("machine_removed", { id });
  }

  /** Notes that a machine was heard from; the first time after a silence it comes online. */
  seen(id: string, at: number, intervalSeconds: number): void {
    const machine = this.#machines.get(id);
    if (!machine) return;
    if (machine.status === "online") {
      this.#heard.add(id);
      this.#machines.set(id, { ...machine, lastSeen: at, intervalSeconds });
    } else this.#put({ ...machine, lastSeen: at, intervalSeconds, status: "online", statusChangedAt: at }, machine);
    this.#parts.bus.emit("machine_seen", { id, at });
  }

  /** Sets the status of a machine. */
  setStatus(id: string, status: MachineStatus): void {
    const machine = this.#machines.get(id);
    if (!machine || machine.status === status) return;
    this.#put({ ...machine, status, statusChangedAt: this.#parts.clock.now() }, machine);
  }

  /** Changes what the user decides about a machine. Write it with `store`. Throws `NOT_FOUND`. */
  change(id: string, changes: Partial<MachineSettings>): Machine {
    const machine = this.require(id);
    const changed = { ...machine, ...changes, updatedAt: this.#parts.clock.now() };
    this.#put(changed, machine);
    return changed;
  }

  /** Puts a machine into maintenance, or ends it; `until` in Unix milliseconds. Write it with `store`. */
  pause(id: string, isPaused: boolean, until: number | null = null): Machine {
    const machine = this.require(id);
    const now = this.#parts.clock.now();
    const pausedAt = isPaused ? (machine.pausedAt ?? now) : null;
    const changed = { ...machine, pausedAt, pausedUntil: isPaused ? until : null, updatedAt: now };
    this.#put(changed, machine);
    return changed;
  }

  /** Ends the maintenance of machines whose time is over. */
  endPauses(): void {
    const now = this.#parts.clock.now();
    for (const { id, pausedUntil } of this.list())
      if (pausedUntil !== null && pausedUntil <= now) this.pause(id, false);
  }

  /** The machine. Throws `NOT_FOUND`. */
  require(id: string): Machine {
    const machine = this.#machines.get(id);
    if (!machine) throw new PlatformError("NOT_FOUND", `Machine '${id}' does not exist`);
    return machine;
  }

  /** Writes one machine. */
  async store(id: string, transaction: Transaction): Promise<void> {
    const machine = this.#machines.get(id) ?? this.#merged.get(id);
    if (!machine) return;
    this.#unsaved.delete(id);
    this.#heard.remove(id);
    const { facts, tags, ...row } = machine;
    await this.#parts.tables.machine.upsert({ ...row, tags: JSON.stringify(tags) }, { transaction });
  }

  /** Deletes the row of one machine, which was forgotten. */
  async delete(id: string, transaction: Transaction): Promise<void> {
    await this.#parts.tables.machine.destroy({ where: { id }, transaction });
  }

  /** Writes every machine whose row is behind: called now and then, and on stop. */
  async save(): Promise<void> {
    await this.#heard.save((id) => this.#machines.get(id));
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
    this.#idByDevice.set(machine.deviceId, machine.id);
    this.#unsaved.add(machine.id);
    this.#parts.bus.emit("machine_changed", { machine, ...(previous ? { previous } : {}) });
  }
}

function fromRow({ tags, expectedOnline, ...row }: MachineRow, facts: Facts): Machine {
  return { ...row, expectedOnline: Boolean(expectedOnline), tags: JSON.parse(tags) as string[], facts };
}

function defaultSettings(machineType: MachineType): MachineSettings {
  return {
    displayName: null,
    machineType,
    expectedOnline: machineType === "server",
    location: null,
    tags: [],
    tdpWatts: null,
    idleWatts: null,
    machineCategory: null,
    sshUsername: null,
    sudoMode: "passwordless",
  };
}
