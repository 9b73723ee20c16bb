import type { IntegrationDatabase, SqlStatement } from "../../../core/sdk/index.ts";
import type { ExpectedUnit } from "../alert.ts";
import { canonicalUnit } from "./unit-name.ts";

interface Row {
  readonly machine_id: string;
  readonly name: string;
  readonly display_name: string | null;
  readonly is_critical: number;
  readonly is_enabled: number;
}

/** The units that the user expects to run, in memory and on disk. A unit goes by its canonical name. */
export class ExpectedUnits {
  readonly #database: IntegrationDatabase;
  readonly #byMachine = new Map<string, Map<string, ExpectedUnit>>();
  /** Machines whose registration was taken over. */
  readonly #imported = new Set<string>();

  constructor(database: IntegrationDatabase) {
    this.#database = database;
  }

  async load(): Promise<void> {
    for (const row of await this.#database.select<Row>("SELECT * FROM expected_unit")) this.#hold(unitOf(row));
    const imported = await this.#database.select<{ machine_id: string }>("SELECT machine_id FROM expected_unit_import");
    for (const { machine_id: id } of imported) this.#imported.add(id);
  }

  /** What is expected of a unit; exactly of that one. */
  find(machineId: string, name: string): ExpectedUnit | undefined {
    return this.#byMachine.get(machineId)?.get(canonicalUnit(name));
  }

  /** Those of a machine, by their names. */
  list(machineId: string): readonly ExpectedUnit[] {
    const units = [...(this.#byMachine.get(machineId)?.values() ?? [])];
    return units.toSorted((one, other) => (one.name < other.name ? -1 : 1));
  }

  /** The names of the units that are watched, by machine. */
  watched(): Readonly<Record<string, readonly string[]>> {
    const namesOf = (units: ReadonlyMap<string, ExpectedUnit>) =>
      [...units.values()].filter(({ isEnabled }) => isEnabled).map(({ name }) => name);
    return Object.fromEntries([...this.#byMachine].map(([machineId, units]) => [machineId, namesOf(units)]));
  }

  /** Adds a unit, or changes what is expected of it. */
  async save(unit: ExpectedUnit): Promise<ExpectedUnit> {
    const canonical = { ...unit, name: canonicalUnit(unit.name) };
    await this.#database.write([saveUnit(canonical)]);
    this.#hold(canonical);
    return canonical;
  }

  /** False when it was not expected. */
  async remove(machineId: string, name: string): Promise<boolean> {
    const unit = this.find(machineId, name);
    if (!unit) return false;
    const sql = "DELETE FROM expected_unit WHERE machine_id = $machineId AND name = $name";
    await this.#database.write([{ sql, values: { machineId, name: unit.name } }]);
    this.#byMachine.get(machineId)?.delete(unit.name);
    return true;
  }

  /** Whether what a machine was registered with has been taken over. From then on it is the user's. */
  isImported(machineId: string): boolean {
    return this.#imported.has(machineId);
  }

  /** Takes over what a machine was registered with; once. */
  async import(machineId: string, units: readonly ExpectedUnit[]): Promise<void> {
    this.#imported.add(machineId);
    const mark = "INSERT OR IGNORE INTO expected_unit_import (machine_id) VALUES ($machineId)";
    const fresh = units.filter(({ name }) => !this.find(machineId, name));
    const canonical = fresh.map((unit) => ({ ...unit, name: canonicalUnit(unit.name) }));
    try {
      await this.#database.write([...canonical.map(saveUnit), { sql: mark, values: { machineId } }]);
    } catch (error) {
      this.#imported.delete(machineId);
      throw error;
    }
    for (const unit of canonical) this.#hold(unit);
  }

  /** Forgets a machine that was removed. */
  async forget(machineId: string): Promise<void> {
    this.#byMachine.delete(machineId);
    this.#imported.delete(machineId);
    const values = { machineId };
    await this.#database.write([
      { sql: "DELETE FROM expected_unit WHERE machine_id = $machineId", values },
      { sql: "DELETE FROM expected_unit_import WHERE machine_id = $machineId", values },
    ]);
  }

  #hold(unit: ExpectedUnit): void {
    const known = this.#byMachine.get(unit.machineId);
    if (known) known.set(unit.name, unit);
    else this.#byMachine.set(unit.machineId, new Map([[unit.name, unit]]));
  }
}

function unitOf(row: Row): ExpectedUnit {
  return {
    machineId: row.machine_id,
    name: canonicalUnit(row.name),
    displayName: row.display_name,
    isCritical: row.is_critical === 1,
    isEnabled: row.is_enabled === 1,
  };
}

function saveUnit({ machineId, name, displayName, isCritical, isEnabled }: ExpectedUnit): SqlStatement {
  const sql = `INSERT OR REPLACE INTO expected_unit (machine_id, name, display_name, is_critical, is_enabled)
    VALUES ($machineId, $name, $displayName, $isCritical, $isEnabled)`;
  return {
    sql,
    values: { machineId, name, displayName, isCritical: Number(isCritical), isEnabled: Number(isEnabled) },
  };
}
