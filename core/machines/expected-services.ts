import type { ExpectedService } from "../sdk/index.ts";
import type { Database } from "../storage/database.ts";

interface Row {
  readonly machine_id: string;
  readonly name: string;
  readonly is_critical: number;
}

const insert = `INSERT OR REPLACE INTO registered_service (machine_id, name, is_critical)
  SELECT $machineId, json_extract(value, '$.name'), json_extract(value, '$.isCritical') FROM json_each($services)`;

/** The services that machines were registered with, for who watches over them to begin with. */
export class ExpectedServices {
  readonly #database: Database;
  readonly #byMachine = new Map<string, readonly ExpectedService[]>();

  constructor(database: Database) {
    this.#database = database;
  }

  async load(): Promise<void> {
    const rows = await this.#database.select<Row>("SELECT * FROM registered_service ORDER BY name");
    for (const [machineId, own] of Map.groupBy(rows, (row) => row.machine_id)) {
      const services = own.map(({ name, is_critical }) => ({ name, isCritical: is_critical === 1 }));
      this.#byMachine.set(machineId, services);
    }
  }

  of(machineId: string): readonly ExpectedService[] {
    return this.#byMachine.get(machineId) ?? [];
  }

  async add(machineId: string, services: readonly ExpectedService[]): Promise<void> {
    if (services.length === 0) return;
    this.#byMachine.set(machineId, services);
    await this.#database.run(insert, { machineId, services: JSON.stringify(services) });
  }

  async forget(machineId: string): Promise<void> {
    if (!this.#byMachine.delete(machineId)) return;
    await this.#database.run("DELETE FROM registered_service WHERE machine_id = $machineId", { machineId });
  }
}
