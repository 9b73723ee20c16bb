import { messageOf } from "../errors.ts";
import type { Entity, EntityDescription, Logger } from "../sdk/index.ts";
import type { Database } from "../storage/database.ts";
import { type EntityRow, readAll, type Tables } from "../storage/models/tables.ts";
import { entityId } from "./entity-id.ts";

/** Where an entity belongs. */
export interface EntityPlace {
  readonly device: string;
  readonly integration: string;
  readonly instance?: string | undefined;
}

/** Every entity there ever was: its name, its unit, and the number under which its history is kept. */
export class EntityRegistry {
  readonly #database: Database;
  readonly #tables: Tables;
  readonly #log: Logger;
  readonly #entities = new Map<string, Entity>();
  /** Entities whose row on disk is missing or behind. */
  readonly #unsaved = new Set<Entity>();
  /** A write waits for its turn: it takes along whatever is registered until then. */
  #isSaving = false;
  #lastSeriesId = 0;

  constructor(database: Database, tables: Tables, log: Logger) {
    this.#database = database;
    this.#tables = tables;
    this.#log = log;
  }

  async load(): Promise<void> {
    for (const row of await readAll(this.#tables.entity)) {
      this.#entities.set(row.id, fromRow(row));
      this.#lastSeriesId = Math.max(this.#lastSeriesId, row.seriesId);
    }
  }

  get(id: string): Entity | undefined {
    return this.#entities.get(id);
  }

  list(): Iterable<Entity> {
    return this.#entities.values();
  }

  /** Finds the entity or makes it. A changed name or unit is taken over; the series id never changes. */
  register(description: EntityDescription, place: EntityPlace): Entity {
    const id = entityId(place.device, description.key, place.instance);
    const known = this.#entities.get(id);
    const entity: Entity = {
      id,
      device: place.device,
      key: description.key,
      ...(place.instance === undefined ? {} : { instance: place.instance }),
      integration: place.integration,
      name: description.name,
      ...(description.unit === undefined ? {} : { unit: description.unit }),
      record: description.record ?? "none",
      seriesId: known?.seriesId ?? ++this.#lastSeriesId,
    };
    if (known && isSame(known, entity)) return known;
    this.#entities.set(id, entity);
    this.#unsaved.add(entity);
    // Goes through the write queue ahead of the entity's first sample.
    if (!this.#isSaving) void this.save();
    return entity;
  }

  /** Writes what is new, all at once, and what the disk has refused before: called now and then, and on stop. */
  async save(): Promise<void> {
    if (this.#unsaved.size === 0) return;
    this.#isSaving = true;
    try {
      const saved = await this.#database.write(async (transaction) => {
        this.#isSaving = false;
        const entities = [...this.#unsaved];
        for (const entity of entities) await this.#tables.entity.upsert(toRow(entity), { transaction });
        return entities;
      });
      for (const entity of saved) this.#unsaved.delete(entity);
    } catch (error) {
      this.#isSaving = false;
      this.#log.error(`Entities could not be stored: ${messageOf(error)}. They wait in memory`);
    }
  }
}

function fromRow({ instance, unit, ...row }: EntityRow): Entity {
  return { ...row, ...(instance === null ? {} : { instance }), ...(unit === null ? {} : { unit }) };
}

function toRow(entity: Entity): EntityRow {
  return { ...entity, instance: entity.instance ?? null, unit: entity.unit ?? null };
}

function isSame(one: Entity, other: Entity): boolean {
  return one.name === other.name && one.unit === other.unit && one.record === other.record;
}
