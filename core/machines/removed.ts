import type { Clock, Machine } from "../sdk/index.ts";
import type { Database } from "../storage/database.ts";

/** Tombstones of machines that the user removed: an agent that still runs does not bring one back by itself. */
export class RemovedMachines {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #ids = new Map<string, string | null>();
  readonly #guids = new Set<string>();

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  async load(): Promise<void> {
    const rows = await this.#database.select<{ id: string; guid: string | null }>(
      "SELECT id, guid FROM removed_machine",
    );
    for (const { id, guid } of rows) this.#note(id, guid);
  }

  /** Whether this agent's machine was removed: by its GUID, or by its id where it has none. */
  has(id: string, guid: string | undefined): boolean {
    return guid === undefined ? this.#ids.has(id) : this.#guids.has(guid);
  }

  async add({ id, guid }: Machine): Promise<void> {
    const sql = "INSERT OR REPLACE INTO removed_machine (id, guid, removed_at) VALUES ($id, $guid, $at)";
    await this.#database.run(sql, { id, guid, at: this.#clock.now() });
    this.#note(id, guid);
  }

  /** The user wants it back. */
  async allow(id: string): Promise<void> {
    const guid = this.#ids.get(id);
    if (guid === undefined) return;
    await this.#database.run("DELETE FROM removed_machine WHERE id = $id", { id });
    this.#ids.delete(id);
    if (guid !== null) this.#guids.delete(guid);
  }

  /** The user wants the machine of this agent back. */
  async allowGuid(guid: string): Promise<void> {
    if (!this.#guids.has(guid)) return;
    for (const [id, removed] of [...this.#ids]) if (removed === guid) await this.allow(id);
  }

  #note(id: string, guid: string | null): void {
    this.#ids.set(id, guid);
    if (guid !== null) this.#guids.add(guid);
  }
}
