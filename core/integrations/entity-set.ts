import type { Cost, Costs } from "../costs/costs.ts";
import type { Recorder } from "../recorder/recorder.ts";
import type {
  Clock,
  Entity,
  EntityDefinition,
  EntitySet,
  EntityState,
  EntityValue,
  InstancedEntity,
  SingleEntity,
} from "../sdk/index.ts";
import type { EntityPlace, EntityRegistry } from "../states/entity-registry.ts";
import type { StateCell, States } from "../states/states.ts";
import { longestGone } from "./longest-gone.ts";

/** Most instances of a row on one device. */
const mostInstances = 256;
/** How long an instance is gone at least, in milliseconds, before another may take its place. */
const goneMilliseconds = 3_600_000;

/** The rooms that an entity set writes to. */
export interface EntityRooms {
  readonly entities: EntityRegistry;
  readonly states: States;
  readonly recorder: Recorder;
  readonly clock: Clock;
  readonly costs: Costs;
}

/** An entity that was made, the number of its history, which it keeps for ever, and the place of its value. */
interface Held {
  readonly entity: Entity;
  readonly seriesId: number;
  readonly cell: StateCell;
  /** Number of the update that spoke of it last. */
  spokenOf: number;
  /** Of an entity that is recorded as changes: its last late value, and the update that it came after. */
  late?: { readonly value: EntityValue; readonly at: number; readonly update: number };
}

/** A row of the table with the entities that it made. What it reads is the source, or where it has instances one of them. */
interface LiveRow<Source> {
  readonly definition: EntityDefinition<Source>;
  readonly isRecorded: boolean;
  /** It is recorded as changes. */
  readonly isLogged: boolean;
  /** Of a row without instances. */
  single: Held | undefined;
  /** Of a row with instances, by their names. */
  readonly byInstance: Map<string, Held> | undefined;
  /** It is full, and none of its instances is gone for long enough before this moment (Unix ms). */
  fullUntil: number;
}

/**
 * One table applied to one device. An entity is made when it first has a value; those from before a restart are known from the
 * start, so that one which is no longer reported becomes unavailable also then.
 */
export class LiveEntitySet<Source> implements EntitySet<Source> {
  readonly #rooms: EntityRooms;
  readonly #place: EntityPlace;
  readonly #cost: Cost;
  readonly #rows: readonly LiveRow<Source>[];
  #updates = 0;
  #updatedAt = 0;

  constructor(rooms: EntityRooms, place: EntityPlace, table: readonly EntityDefinition<Source>[]) {
    this.#rooms = rooms;
    this.#place = place;
    this.#cost = rooms.costs.of(place.integration);
    this.#rows = table.map((definition) => {
      const isRecorded = definition.record === "samples" || definition.record === "counter";
      const isLogged = definition.record === "changes";
      const byInstance = definition.instances && new Map<string, Held>();
      return { definition, isRecorded, isLogged, single: undefined, byInstance, fullUntil: 0 };
    });
    const rows = new Map(this.#rows.map((row) => [row.definition.key, row]));
    for (const { key, instance, integration } of [...rooms.entities.ofDevice(place.device)]) {
      const row = rows.get(key);
      if (row && integration === place.integration) this.#hold(row, instance);
    }
  }

  update(source: Source, measuredAt = this.#rooms.clock.now()): void {
    this.#updates++;
    this.#updatedAt = this.#rooms.clock.now();
    for (const row of this.#rows) {
      const { instances } = row.definition;
      if (!instances) this.#set(row, undefined, source, measuredAt);
      else this.#updateInstances(row, instances(source), measuredAt);
    }
  }

  backfill(source: Source, measuredAt: number): void {
    for (const row of this.#rows) {
      const { definition } = row;
      if (!row.isRecorded && !row.isLogged) continue;
      if (!definition.instances) this.#addLate(row, undefined, source, measuredAt);
      else {
        for (const item of definition.instances(source) ?? []) {
          this.#addLate(row, definition.instance(item), item, measuredAt);
        }
      }
    }
  }

  unavailable(): void {
    for (const row of this.#rows) {
      if (row.single) this.#setUnavailable(row, row.single);
      for (const held of row.byInstance?.values() ?? []) this.#setUnavailable(row, held);
    }
  }

  /** Those that are known come first, so that a new one takes the place of none that is still there. */
  #updateInstances(row: LiveRow<Source>, items: readonly unknown[] | undefined, measuredAt: number): void {
    if (items === undefined) return;
    const { instance } = row.definition as InstancedEntity<Source, unknown>;
    let known = 0;
    for (const item of items) {
      const name = instance(item);
      if (!row.byInstance?.has(name)) continue;
      this.#set(row, name, item, measuredAt);
      known++;
    }
    if (known < items.length) this.#addInstances(row, items, measuredAt);
    for (const held of row.byInstance?.values() ?? []) {
      if (held.spokenOf !== this.#updates) this.#setUnavailable(row, held);
    }
  }

  #addInstances(row: LiveRow<Source>, items: readonly unknown[], measuredAt: number): void {
    const { instance } = row.definition as InstancedEntity<Source, unknown>;
    for (const item of items) {
      const name = instance(item);
      if (!row.byInstance?.has(name)) this.#set(row, name, item, measuredAt);
    }
  }

  #set(row: LiveRow<Source>, instance: string | undefined, item: unknown, measuredAt: number): void {
    const { value: read, attributes } = row.definition as SingleEntity<unknown>;
    const value = read(item);
    const held = this.#heldFor(row, instance, value);
    if (!held) return;
    held.spokenOf = this.#updates;
    if (value === undefined) return;
    const { states } = this.#rooms;
    const before = row.isLogged ? states.stateAt(held.cell) : undefined;
    states.setCell(held.cell, this.#updatedAt, value, attributes?.(item));
    if (row.isRecorded) this.#record(held, value, measuredAt);
    else if (row.isLogged) this.#recordChange(held, before);
  }

  #setUnavailable(row: LiveRow<Source>, held: Held): void {
    const { states } = this.#rooms;
    const before = row.isLogged ? states.stateAt(held.cell) : undefined;
    states.setUnavailable(held.entity.id);
    if (row.isLogged) this.#recordChange(held, before);
  }

  /** Notes what an entity became; one of which only the attributes became different is left out. */
  #recordChange({ cell, seriesId }: Held, before: EntityState | undefined): void {
    const state = this.#rooms.states.stateAt(cell);
    if (!state || state === before || (before?.value === state.value && before.available === state.available)) return;
    const { value, available, changedAt: at } = state;
    this.#rooms.recorder.recordChange({ seriesId, at, value, available });
  }

  #addLate(row: LiveRow<Source>, instance: string | undefined, item: unknown, measuredAt: number): void {
    const value = (row.definition as SingleEntity<unknown>).value(item);
    const held = this.#heldFor(row, instance, value);
    if (!held || value === undefined) return;
    if (row.isRecorded) this.#record(held, value, measuredAt);
    else this.#recordLateChange(held, value, measuredAt);
  }

  /** A buffer of heartbeats repeats itself: a value is noted once, and again after the current state became different in between. */
  #recordLateChange(held: Held, value: EntityValue, measuredAt: number): void {
    const { entity, late } = held;
    const changedAt = this.#rooms.states.get(entity.id)?.changedAt ?? 0;
    const isSameTime = late?.update === this.#updates && (changedAt <= late.at || changedAt > measuredAt);
    held.late = { value, at: measuredAt, update: this.#updates };
    if (isSameTime && late.value === value) return;
    this.#rooms.recorder.recordChange({ seriesId: entity.seriesId, at: measuredAt, value, available: true });
  }

  #record({ seriesId }: Held, value: EntityValue | undefined, measuredAt: number): void {
    if (typeof value !== "number") return;
    this.#rooms.recorder.record(seriesId, measuredAt, value);
    this.#cost.rows++;
  }

  /** The entity; it is made, or brought back after a removal, for a value, but not for a reading that is unknown. */
  #heldFor(row: LiveRow<Source>, instance: string | undefined, value: EntityValue | undefined): Held | undefined {
    const known = instance === undefined ? row.single : row.byInstance?.get(instance);
    if (known && !known.cell.isGone) return known;
    const isRenamed = known !== undefined && this.#rooms.entities.get(known.entity.id) === known.entity;
    if (!isRenamed && (value === null || value === undefined)) return undefined;
    if (!known && instance !== undefined && !this.#makeRoom(row)) return undefined;
    return this.#hold(row, instance);
  }

  /**
   * False when the row is full. Names may come and go for ever (one for each run of a container): beyond the limit a new one takes the
   * place of the one that is gone longest, which leaves a tombstone.
   */
  #makeRoom(row: LiveRow<Source>): boolean {
    const { byInstance } = row;
    if (!byInstance || byInstance.size < mostInstances) return true;
    const { states, entities, clock } = this.#rooms;
    const now = clock.now();
    if (now < row.fullUntil) return false;
    const oldest = longestGone(byInstance, (held) => states.get(held.entity.id));
    const goneSince = oldest?.goneSince ?? now;
    if (!oldest || now - goneSince < goneMilliseconds) {
      row.fullUntil = goneSince + goneMilliseconds;
      return false;
    }
    const { id } = oldest.value.entity;
    states.remove(id);
    if (entities.get(id)) entities.remove(id);
    byInstance.delete(oldest.name);
    return true;
  }

  #hold(row: LiveRow<Source>, instance: string | undefined): Held {
    const entity = this.#rooms.entities.register(row.definition, { ...this.#place, instance });
    const cell = this.#rooms.states.cell(entity.id);
    const held = { entity, seriesId: entity.seriesId, cell, spokenOf: 0 };
    if (instance === undefined) row.single = held;
    else row.byInstance?.set(instance, held);
    return held;
  }
}
