import { mkdir } from "node:fs/promises";
import path from "node:path";
import { QueryTypes, type Transaction } from "sequelize";
import { StartError } from "../errors.ts";
import type { Clock, Logger } from "../sdk/index.ts";
import type { Database } from "./database.ts";

/** One step of the database's shape. A released one never changes. */
export interface Migration {
  /** `0001-first-tables`: they run in this order. */
  readonly name: string;
  readonly statements: readonly string[];
}

/** Where and when a migration runs. */
export interface MigrationOptions {
  readonly migrations: readonly Migration[];
  /** Whose tables they are: an integration's domain. Default: the core's. */
  readonly scope?: string;
  /** Gets a copy of the database before it is changed. */
  readonly backupFolder: string;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * Brings the tables of one scope to the newest shape, all steps in one transaction, after a copy of the file was made. Throws
 * `StartError` when a newer hub wrote it, or when a step fails; the database is then as it was.
 */
export async function migrate(database: Database, options: MigrationOptions): Promise<void> {
  await database.run("CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY) WITHOUT ROWID");
  const all = (await database.select<{ name: string }>("SELECT name FROM migrations")).map(({ name }) => name);
  const done = all.filter((name) => scopeOf(name) === options.scope);
  const migrations = options.migrations.map(({ name, statements }) => ({ name: scoped(name, options), statements }));
  refuseNewer(database, done, migrations);
  const pending = migrations.filter(({ name }) => !done.includes(name));
  if (pending.length === 0) return;
  if (done.length > 0) await backUp(database, options);
  try {
    await database.write(async (transaction) => (await createUmzug(database, migrations, transaction)).up());
  } catch (error) {
    throw new StartError(
      `The database ${database.file} could not be brought to this version: ${error instanceof Error ? error.message : error}.\nIt is unchanged.`,
      { cause: error },
    );
  }
  options.log.info("The database is up to date", { migrations: pending.map(({ name }) => name) });
}

/** An integration's steps are kept beside the core's: `alerts/0001-first-tables`. */
function scoped(name: string, { scope }: MigrationOptions): string {
  return scope === undefined ? name : `${scope}/${name}`;
}

function scopeOf(name: string): string | undefined {
  return name.includes("/") ? name.slice(0, name.indexOf("/")) : undefined;
}

async function createUmzug(database: Database, migrations: readonly Migration[], transaction: Transaction) {
  const query = (sql: string, bind: Record<string, string> = {}) =>
    database.sequelize.query(sql, { transaction, bind });
  // Loaded only when there is something to do: it costs 7 MB and 50 ms.
  const { Umzug } = await import("umzug");
  return new Umzug({
    logger: undefined,
    migrations: migrations.map(({ name, statements }) => ({
      name,
      up: async () => {
        for (const statement of statements) await query(statement);
      },
    })),
    storage: {
      logMigration: async ({ name }) => {
        await query("INSERT INTO migrations (name) VALUES ($name)", { name });
      },
      unlogMigration: async ({ name }) => {
        await query("DELETE FROM migrations WHERE name = $name", { name });
      },
      executed: async () => {
        const rows = await database.sequelize.query<{ name: string }>("SELECT name FROM migrations ORDER BY name", {
          transaction,
          type: QueryTypes.SELECT,
        });
        return rows.map(({ name }) => name);
      },
    },
  });
}

function refuseNewer(database: Database, done: readonly string[], migrations: readonly Migration[]): void {
  const unknown = done.filter((name) => !migrations.some((migration) => migration.name === name));
  if (unknown.length === 0) return;
  throw new StartError(
    `The database ${database.file} was written by a newer HomelabCmd (${unknown.join(", ")}).\n` +
      "Start that version again, or put the copy from before the upgrade, in the backups folder, in its place.",
  );
}

async function backUp(database: Database, { backupFolder, clock, log }: MigrationOptions): Promise<void> {
  await mkdir(backupFolder, { recursive: true, mode: 0o700 });
  const stamp = new Date(clock.now()).toISOString().replaceAll(":", "-");
  const copy = path.join(backupFolder, `before-migration-${stamp}.db`);
  await database.run("VACUUM INTO $copy", { copy });
  log.info("The database was copied before it is changed", { copy });
}
