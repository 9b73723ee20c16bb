import type { Recorder } from "../recorder/recorder.ts";
import type {
  Clock,
  Entity,
  EntityDefinition,
  EntitySet,
  EntityValue,
  InstancedEntity,
  SingleEntity,
} from "../sdk/index.ts";
import { entityId } from "../states/entity-id.ts";
import type { EntityPlace, EntityRegistry } from "../states/entity-registry.ts";
import type { States } from "../states/states.ts";

/** The rooms that an entity set writes to. */
export interface EntityRooms {
  readonly entities: EntityRegistry;
  readonly states: States;
  readonly recorder: Recorder;
  readonly clock: Clock;
}

/** One table applied to one device. The entities themselves are made when they first have a value. */
export class LiveEntitySet<Source> implements EntitySet<Source> {
  readonly #rooms: EntityRooms;
  readonly #place: EntityPlace;
  readonly #table: readonly EntityDefinition<Source>[];
  /** By key, and for instanced entities by instance below it. */
  readonly #single = new Map<string, Entity>();
  readonly #instanced = new Map<string, Map<string, Entity>>();

  constructor(rooms: EntityRooms, place: EntityPlace, table: readonly EntityDefinition<Source>[]) {
    this.#rooms = rooms;
    this.#place = place;
    this.#table = table;
  }

  update(source: Source, measuredAt = this.#rooms.clock.now()): void {
    for (const row of this.#table) {
      if (row.instances) this.#updateInstances(row, source, measuredAt);
      else this.#updateSingle(row, source, measuredAt);
    }
  }

  backfill(source: Source, measuredAt: number): void {
    for (const row of this.#table) {
      if (row.record !== "samples" && row.record !== "counter") continue;
      if (row.instances) this.#backfillInstances(row, source, measuredAt);
      else if (row.value(source) != null) this.#record(this.#entity(row), row.value(source), measuredAt);
    }
  }

  unavailable(): void {
    for (const entity of this.#single.values()) this.#rooms.states.setUnavailable(entity.id);
    for (const instances of this.#instanced.values()) {
      for (const entity of instances.values()) this.#rooms.states.setUnavailable(entity.id);
    }
  }

  #updateSingle(row: SingleEntity<Source>, source: Source, measuredAt: number): void {
    const value = row.value(source);
    if (value === undefined) return;
    if (value === null && !this.#isKnown(row.key)) return;
    const entity = this.#entity(row);
    this.#rooms.states.set(entity.id, value, row.attributes?.(source));
    this.#record(entity, value, measuredAt);
  }

  #updateInstances(row: InstancedEntity<Source, unknown>, source: Source, measuredAt: number): void {
    const items = row.instances(source);
    if (items === undefined) return;
    const seen = new Set<string>();
    for (const item of items) {
      const instance = row.instance(item);
      const value = row.value(item);
      seen.add(instance);
      if (value === undefined || (value === null && !this.#isKnown(row.key, instance))) continue;
      const entity = this.#instance(row, instance);
      this.#rooms.states.set(entity.id, value, row.attributes?.(item));
      this.#record(entity, value, measuredAt);
    }
    for (const [instance, entity] of this.#instanced.get(row.key) ?? []) {
      if (!seen.has(instance)) this.#rooms.states.setUnavailable(entity.id);
    }
  }

  #backfillInstances(row: InstancedEntity<Source, unknown>, source: Source, measuredAt: number): void {
    for (const item of row.instances(source) ?? []) {
      const value = row.value(item);
      if (value != null) this.#record(this.#instance(row, row.instance(item)), value, measuredAt);
    }
  }

  /** An entity that never had a value is not made for a reading that is unknown. */
  #isKnown(key: string, instance?: string): boolean {
    return this.#rooms.entities.get(entityId(this.#place.device, key, instance)) !== undefined;
  }

  #record(entity: Entity, value: EntityValue | undefined, measuredAt: number): void {
    if (typeof value !== "number" || (entity.record !== "samples" && entity.record !== "counter")) return;
    this.#rooms.recorder.record(entity.seriesId, measuredAt, value);
  }

  #entity(row: SingleEntity<Source>): Entity {
    const known = this.#single.get(row.key);
    if (known) return known;
    const entity = this.#rooms.entities.register(row, this.#place);
    this.#single.set(row.key, entity);
    return entity;
  }

  #instance(row: InstancedEntity<Source, unknown>, instance: string): Entity {
    const instances = this.#instanced.get(row.key) ?? new Map<string, Entity>();
    this.#instanced.set(row.key, instances);
    const known = instances.get(instance);
    if (known) return known;
    const entity = this.#rooms.entities.register(row, { ...this.#place, instance });
    instances.set(instance, entity);
    return entity;
  }
}
