import type { EntityAttributes, EntityState, EntityValue, Logger } from "../sdk/index.ts";
import type { Database } from "../storage/database.ts";
import type { EntityRegistry } from "./entity-registry.ts";
import type { States } from "./states.ts";

interface StateRow {
  readonly series_id: number;
  readonly value: string;
  readonly available: number;
  readonly changed_at: number;
  readonly updated_at: number;
  readonly attributes: string;
}

/** All changed states travel as one JSON parameter, so the work is done on the driver's thread. */
const saveStates = `INSERT OR REPLACE INTO state (series_id, value, available, changed_at, updated_at, attributes)
  SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]'),
    json_extract(value, '$[3]'), json_extract(value, '$[4]'), json_extract(value, '$[5]')
  FROM json_each($states)`;

/** Most states of one statement: a heartbeat that waits for the disk does not wait for long. */
const partSize = 500;

/** Keeps current values over a restart. What changed is written now and then and on stop, not on every change. */
export class StateStore {
  readonly #database: Database;
  readonly #entities: EntityRegistry;
  readonly #states: States;
  readonly #log: Logger;
  /** Number of the last change that is on disk. */
  #savedUntil = 0;

  constructor(database: Database, entities: EntityRegistry, states: States, log: Logger) {
    this.#database = database;
    this.#entities = entities;
    this.#states = states;
    this.#log = log;
  }

  /** Puts the stored values back; a row that cannot be read is left out and stops no other. */
  async load(): Promise<void> {
    const rows = await this.#database.select<StateRow>("SELECT * FROM state");
    const bySeries = new Map(rows.map((row) => [row.series_id, row]));
    for (const entity of this.#entities.list()) {
      const row = bySeries.get(entity.seriesId);
      if (row) this.#restore(entity.id, row);
    }
  }

  /** Writes what changed since the last time, a part at a time so that no heartbeat waits for long. */
  async save(): Promise<void> {
    const newest = this.#states.sequence;
    const changed = [...this.#states.changedSince(this.#savedUntil)];
    for (let from = 0; from < changed.length; from += partSize) {
      const rows = changed.slice(from, from + partSize).flatMap((state) => this.#toRow(state));
      await this.#database.run(saveStates, { states: JSON.stringify(rows) });
    }
    this.#savedUntil = newest;
  }

  #restore(id: string, row: StateRow): void {
    try {
      const value = JSON.parse(row.value) as EntityValue;
      const attributes = JSON.parse(row.attributes) as EntityAttributes;
      const times = { changedAt: row.changed_at, updatedAt: row.updated_at };
      this.#states.restore({ id, value, available: row.available === 1, ...times, attributes, causeId: null });
    } catch (error) {
      this.#log.warn(`The last value of ${id} cannot be read; it is unknown until it is reported again`, { error });
    }
  }

  #toRow({ id, value, available, changedAt, updatedAt, attributes }: EntityState): unknown[] {
    const entity = this.#entities.get(id);
    if (!entity) return [];
    const flag = available ? 1 : 0;
    return [[entity.seriesId, JSON.stringify(value), flag, changedAt, updatedAt, JSON.stringify(attributes)]];
  }
}
