import type { Machine } from "../sdk/index.ts";
import type { Database } from "../storage/database.ts";

/** Most machines of one statement: a heartbeat that waits for the disk does not wait for long. */
const partSize = 500;

/** All travel as one JSON parameter, so the work is done on the driver's thread. */
const noteHeard = `UPDATE machine SET last_seen = json_extract(heard.value, '$[1]'),
  interval_seconds = json_extract(heard.value, '$[2]')
  FROM json_each($heard) AS heard WHERE machine.id = json_extract(heard.value, '$[0]')`;

/** Machines of which nothing became different but when they were heard last: in a fleet that is well, all of them, every minute. */
export class HeardMachines {
  readonly #database: Database;
  #ids = new Set<string>();

  constructor(database: Database) {
    this.#database = database;
  }

  add(id: string): void {
    this.#ids.add(id);
  }

  /** Leaves a machine out whose whole row is written, or that is gone. */
  remove(id: string): void {
    this.#ids.delete(id);
  }

  /** Writes when they were heard. What the disk refuses is written the next time. */
  async save(find: (id: string) => Machine | undefined): Promise<void> {
    const ids = [...this.#ids];
    this.#ids = new Set();
    try {
      for (let from = 0; from < ids.length; from += partSize) {
        const machines = ids.slice(from, from + partSize).flatMap((id) => find(id) ?? []);
        const heard = machines.map(({ id, lastSeen, intervalSeconds }) => [id, lastSeen, intervalSeconds]);
        await this.#database.run(noteHeard, { heard: JSON.stringify(heard) });
      }
    } catch (error) {
      for (const id of ids) this.#ids.add(id);
      throw error;
    }
  }
}
