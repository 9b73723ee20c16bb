import type { Costs } from "../costs/costs.ts";
import type { Recorder } from "../recorder/recorder.ts";
import type {
  Clock,
  Entity,
  EntityAttributes,
  EntityDefinition,
  EntityDescription,
  EntitySet,
  EntityValue,
  InstancedEntity,
  SingleEntity,
} from "../sdk/index.ts";
import type { EntityPlace, EntityRegistry } from "../states/entity-registry.ts";
import type { States } from "../states/states.ts";

/** The rooms that an entity set writes to. */
export interface EntityRooms {
  readonly entities: EntityRegistry;
  readonly states: States;
  readonly recorder: Recorder;
  readonly clock: Clock;
  readonly costs: Costs;
}

/** What a source says about one entity. */
interface Reported {
  readonly value: EntityValue | undefined;
  readonly attributes: EntityAttributes | undefined;
}

/** Entities of one key by instance; under `undefined` the one that has none. */
type Instances = Map<string | undefined, Entity>;

/**
 * One table applied to one device. An entity is made when it first has a value; those from before a restart are known from the
 * start, so that one which is no longer reported becomes unavailable also then.
 */
export class LiveEntitySet<Source> implements EntitySet<Source> {
  readonly #rooms: EntityRooms;
  readonly #place: EntityPlace;
  readonly #table: readonly EntityDefinition<Source>[];
  readonly #known: ReadonlyMap<string, Instances>;

  constructor(rooms: EntityRooms, place: EntityPlace, table: readonly EntityDefinition<Source>[]) {
    this.#rooms = rooms;
    this.#place = place;
    this.#table = table;
    this.#known = new Map(table.map(({ key }) => [key, new Map()]));
    const rows = new Map(table.map((row) => [row.key, row]));
    for (const { key, instance, integration } of [...rooms.entities.ofDevice(place.device)]) {
      const row = rows.get(key);
      if (!row || integration !== place.integration) continue;
      this.#known.get(key)?.set(instance, rooms.entities.register(row, { ...place, instance }));
    }
  }

  update(source: Source, measuredAt = this.#rooms.clock.now()): void {
    for (const row of this.#table) {
      if (row.instances) this.#updateInstances(row, source, measuredAt);
      else this.#set(row, undefined, { value: row.value(source), attributes: row.attributes?.(source) }, measuredAt);
    }
  }

  backfill(source: Source, measuredAt: number): void {
    for (const row of this.#table) {
      if (row.record !== "samples" && row.record !== "counter") continue;
      if (row.instances) this.#backfillInstances(row, source, measuredAt);
      else this.#record(row, undefined, (row as SingleEntity<Source>).value(source), measuredAt);
    }
  }

  unavailable(): void {
    for (const instances of this.#known.values()) {
      for (const entity of instances.values()) this.#rooms.states.setUnavailable(entity.id);
    }
  }

  #updateInstances(row: InstancedEntity<Source, unknown>, source: Source, measuredAt: number): void {
    const items = row.instances(source);
    if (items === undefined) return;
    const listed = new Set<string | undefined>();
    for (const item of items) {
      const instance = row.instance(item);
      listed.add(instance);
      this.#set(row, instance, { value: row.value(item), attributes: row.attributes?.(item) }, measuredAt);
    }
    for (const [instance, entity] of this.#known.get(row.key) ?? []) {
      if (!listed.has(instance)) this.#rooms.states.setUnavailable(entity.id);
    }
  }

  #backfillInstances(row: InstancedEntity<Source, unknown>, source: Source, measuredAt: number): void {
    for (const item of row.instances(source) ?? []) {
      this.#record(row, row.instance(item), row.value(item), measuredAt);
    }
  }

  #set(row: EntityDescription, instance: string | undefined, reported: Reported, measuredAt: number): void {
    const { value, attributes } = reported;
    const entity = this.#entity(row, instance, value);
    if (!entity || value === undefined) return;
    this.#rooms.states.set(entity.id, value, attributes);
    this.#record(row, instance, value, measuredAt);
  }

  #record(
    row: EntityDescription,
    instance: string | undefined,
    value: EntityValue | undefined,
    measuredAt: number,
  ): void {
    if (typeof value !== "number" || (row.record !== "samples" && row.record !== "counter")) return;
    const entity = this.#entity(row, instance, value);
    if (!entity) return;
    this.#rooms.recorder.record(entity.seriesId, measuredAt, value);
    this.#rooms.costs.of(this.#place.integration).rows++;
  }

  /** The entity; it is made, or brought back after a removal, for a value, but not for a reading that is unknown. */
  #entity(row: EntityDescription, instance: string | undefined, value: EntityValue | undefined): Entity | undefined {
    const { entities } = this.#rooms;
    const instances = this.#known.get(row.key);
    const known = instances?.get(instance);
    if (known && entities.get(known.id) === known) return known;
    if (value === null || value === undefined) return undefined;
    const entity = entities.register(row, { ...this.#place, instance });
    instances?.set(instance, entity);
    return entity;
  }
}
