import { messageOf, PlatformError } from "../errors.ts";
import type { Clock, Entity, EntityDescription, Logger } from "../sdk/index.ts";
import type { Database } from "../storage/database.ts";
import { type EntityRow, readAll, type Tables } from "../storage/models/tables.ts";
import { entityId } from "./entity-id.ts";

/** Where an entity belongs. */
export interface EntityPlace {
  readonly device: string;
  readonly integration: string;
  readonly instance?: string | undefined;
}

/** What a user may decide about an entity. */
export interface EntityChanges {
  readonly name?: string | null;
  readonly isHidden?: boolean;
  readonly keepDays?: number | null;
}

/** Writable inside this room only. A rename changes the object in place, so whoever holds it sees the new id. */
type Registered = { -readonly [Field in keyof Entity]: Entity[Field] };

/** Most series of a group: reading one of them reads its group's packs. */
const groupSize = 64;

/** Columns of the table, and fields of its rows. */
const columns: Readonly<Record<string, keyof EntityRow>> = {
  series_id: "seriesId",
  group_id: "groupId",
  id: "id",
  device: "device",
  key: "key",
  instance: "instance",
  integration: "integration",
  name: "name",
  unit: "unit",
  record: "record",
  removed_at: "removedAt",
  user_name: "userName",
  is_hidden: "isHidden",
  keep_days: "keepDays",
};

/** All rows travel as one JSON parameter: a fleet that reports for the first time has thousands. */
const saveEntities = `INSERT INTO entity (${Object.keys(columns)})
  SELECT ${Object.values(columns).map((field) => `json_extract(value, '$.${field}')`)} FROM json_each($rows) WHERE true
  ON CONFLICT (series_id) DO UPDATE SET ${Object.keys(columns).map((column) => `${column} = excluded.${column}`)}`;

const forgetEntities = ["entity", "state"].map(
  (table) => `DELETE FROM ${table} WHERE series_id IN (SELECT value FROM json_each($series))`,
);

const idForm = /^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)+$/;

/**
 * Every entity there ever was: its id, name and unit, and the number under which its history is kept. An entity is known again by
 * device, key and instance, whatever the user renamed it to; one that was removed leaves a tombstone, so that it gets its number,
 * and with it its history and settings, when it comes back.
 */
export class EntityRegistry {
  readonly #database: Database;
  readonly #tables: Tables;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #entities = new Map<string, Registered>();
  /** By the id that device, key and instance make; tombstones too. */
  readonly #byPlace = new Map<string, Registered>();
  readonly #byDevice = new Map<string, Set<Registered>>();
  readonly #removedAt = new Map<Registered, number>();
  /** Entities whose row on disk is missing or behind. */
  readonly #unsaved = new Set<Registered>();
  /** The group of each device that has room left. */
  readonly #openGroups = new Map<string, { readonly id: number; size: number }>();
  /** A write waits for its turn: it takes along whatever is registered until then. */
  #isSaving = false;
  /** Said once, until it works again. */
  #isFailing = false;
  #lastSeriesId = 0;

  constructor(database: Database, tables: Tables, clock: Clock, log: Logger) {
    this.#database = database;
    this.#tables = tables;
    this.#clock = clock;
    this.#log = log;
  }

  async load(): Promise<void> {
    for (const row of await readAll(this.#tables.entity)) {
      const entity = fromRow(row);
      this.#lastSeriesId = Math.max(this.#lastSeriesId, row.seriesId);
      this.#noteGroup(entity);
      if (row.removedAt === null) this.#add(entity);
      else this.#bury(entity, row.removedAt);
    }
  }

  /** Every entity there is or was: tombstones have a history too. */
  all(): Iterable<Entity> {
    return this.#byPlace.values();
  }

  get(id: string): Entity | undefined {
    return this.#entities.get(id);
  }

  list(): Iterable<Entity> {
    return this.#entities.values();
  }

  ofDevice(device: string): Iterable<Entity> {
    return this.#byDevice.get(device) ?? [];
  }

  /** Finds the entity, makes it, or brings it back. A changed name or unit is taken over; the series id never changes. */
  register(description: EntityDescription, place: EntityPlace): Entity {
    const original = entityId(place.device, description.key, place.instance);
    const known = this.#byPlace.get(original);
    const isBack = known !== undefined && this.#removedAt.has(known);
    const seriesId = known?.seriesId ?? ++this.#lastSeriesId;
    const entity: Registered = {
      id: isBack && this.#entities.has(known.id) ? original : (known?.id ?? original),
      device: place.device,
      key: description.key,
      ...(place.instance === undefined ? {} : { instance: place.instance }),
      integration: place.integration,
      name: known && known.name !== known.originalName ? known.name : description.name,
      originalName: description.name,
      isHidden: known?.isHidden ?? false,
      ...(description.unit === undefined ? {} : { unit: description.unit }),
      record: description.record ?? "none",
      seriesId,
      groupId: known?.groupId ?? this.#groupFor(place.device, seriesId),
      keepDays: known?.keepDays ?? null,
    };
    if (known && !isBack && isSame(known, entity)) return known;
    if (known) this.#forget(known);
    this.#add(entity);
    this.#saveSoon(entity);
    return entity;
  }

  /** Gives an entity another id. Throws `CONFLICT` when it is taken, `VALIDATION_ERROR` when it is none. */
  rename(id: string, newId: string): Entity {
    const entity = this.#require(id);
    if (id === newId) return entity;
    if (!idForm.test(newId) || newId.length > 255) {
      const message = `"${newId}" is not an entity id; use <device>.<key> of letters, digits, "_" and "-"`;
      throw new PlatformError("VALIDATION_ERROR", message, { field: "id" });
    }
    const owner = this.#byPlace.get(newId);
    if (this.#entities.has(newId) || (owner && owner !== entity)) {
      throw new PlatformError("CONFLICT", `The entity id '${newId}' is taken`, { field: "id" });
    }
    this.#entities.delete(id);
    entity.id = newId;
    this.#entities.set(newId, entity);
    this.#saveSoon(entity);
    return entity;
  }

  /** Changes what the user decides about an entity; `null` goes back to what it is without him. */
  change(id: string, changes: EntityChanges): Entity {
    const entity = this.#require(id);
    if (changes.keepDays !== undefined) entity.keepDays = changes.keepDays;
    if (changes.name !== undefined) entity.name = changes.name ?? entity.originalName;
    if (changes.isHidden !== undefined) entity.isHidden = changes.isHidden;
    this.#saveSoon(entity);
    return entity;
  }

  /** Removes an entity and leaves a tombstone. */
  remove(id: string): void {
    const entity = this.#require(id);
    this.#forget(entity);
    this.#bury(entity, this.#clock.now());
    this.#saveSoon(entity);
  }

  /** Tombstones beyond so many of each device, those that were removed first. */
  surplusTombstones(mostPerDevice: number): readonly Entity[] {
    const byDevice = Map.groupBy(this.#removedAt, ([{ device }]) => device);
    return [...byDevice.values()].flatMap((tombstones) => {
      const oldestFirst = tombstones.toSorted(([, one], [, other]) => one - other);
      const surplus = oldestFirst.slice(0, Math.max(0, tombstones.length - mostPerDevice));
      // The last number stays on disk: numbers name a history for ever, and the next one counts on from it.
      return surplus.map(([entity]) => entity).filter(({ seriesId }) => seriesId !== this.#lastSeriesId);
    });
  }

  /** Forgets tombstones for good; one that was brought back in the meantime stays. Their history is to be gone. */
  async forget(tombstones: readonly Entity[]): Promise<void> {
    const leaving = tombstones.filter((entity) => this.#removedAt.has(entity));
    const series = JSON.stringify(leaving.map(({ seriesId }) => seriesId));
    await this.#database.runAll(forgetEntities.map((sql) => ({ sql, binding: { series } })));
    for (const entity of leaving) {
      this.#forget(entity);
      this.#byPlace.delete(entityId(entity.device, entity.key, entity.instance));
    }
  }

  /** Writes what is new, all at once, and what the disk has refused before: called now and then, and on stop. */
  async save(): Promise<void> {
    if (this.#unsaved.size === 0) return;
    this.#isSaving = true;
    try {
      const saved = await this.#database.write(async (transaction) => {
        this.#isSaving = false;
        const entities = [...this.#unsaved];
        const rows = JSON.stringify(entities.map((entity) => this.#toRow(entity)));
        await this.#database.sequelize.query(saveEntities, { bind: { rows }, transaction });
        return entities;
      });
      for (const entity of saved) this.#unsaved.delete(entity);
      this.#isFailing = false;
    } catch (error) {
      this.#isSaving = false;
      if (!this.#isFailing) this.#log.error(`Entities could not be stored: ${messageOf(error)}. They wait in memory`);
      this.#isFailing = true;
    }
  }

  /** Goes through the write queue ahead of the entity's first sample. */
  #saveSoon(entity: Registered): void {
    this.#unsaved.add(entity);
    if (!this.#isSaving) void this.save();
  }

  #add(entity: Registered): void {
    this.#entities.set(entity.id, entity);
    this.#byPlace.set(entityId(entity.device, entity.key, entity.instance), entity);
    const siblings = this.#byDevice.get(entity.device) ?? new Set();
    this.#byDevice.set(entity.device, siblings.add(entity));
  }

  #bury(entity: Registered, removedAt: number): void {
    this.#byPlace.set(entityId(entity.device, entity.key, entity.instance), entity);
    this.#removedAt.set(entity, removedAt);
  }

  #forget(entity: Registered): void {
    if (this.#entities.get(entity.id) === entity) this.#entities.delete(entity.id);
    this.#byDevice.get(entity.device)?.delete(entity);
    this.#removedAt.delete(entity);
    this.#unsaved.delete(entity);
  }

  /** The group that a new series of a device joins; a full one is followed by another, named after its first series. */
  #groupFor(device: string, seriesId: number): number {
    const open = this.#openGroups.get(device);
    const group = open && open.size < groupSize ? open : { id: seriesId, size: 0 };
    group.size++;
    this.#openGroups.set(device, group);
    return group.id;
  }

  #noteGroup({ device, groupId }: Registered): void {
    const open = this.#openGroups.get(device);
    if (open?.id === groupId) open.size++;
    else if (!open || open.id < groupId) this.#openGroups.set(device, { id: groupId, size: 1 });
  }

  #require(id: string): Registered {
    const entity = this.#entities.get(id);
    if (!entity) throw new PlatformError("NOT_FOUND", `The entity '${id}' does not exist`);
    return entity;
  }

  #toRow(entity: Registered): EntityRow {
    const { instance = null, unit = null, originalName, name, ...rest } = entity;
    const userName = name === originalName ? null : name;
    return { ...rest, name: originalName, userName, instance, unit, removedAt: this.#removedAt.get(entity) ?? null };
  }
}

function fromRow({ instance, unit, removedAt: _, userName, name, isHidden, ...row }: EntityRow): Registered {
  const names = { name: userName ?? name, originalName: name, isHidden: Boolean(isHidden) };
  return { ...row, ...names, ...(instance === null ? {} : { instance }), ...(unit === null ? {} : { unit }) };
}

function isSame(one: Entity, other: Entity): boolean {
  return (
    one.originalName === other.originalName &&
    one.unit === other.unit &&
    one.record === other.record &&
    one.integration === other.integration
  );
}
