import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Database } from "../../core/storage/database.ts";
import { migrate } from "../../core/storage/migrate.ts";
import { migrations } from "../../core/storage/migrations/index.ts";
import { defineTables, type Tables } from "../../core/storage/models/tables.ts";
import { FakeClock } from "./fake-clock.ts";
import { LogSpy } from "./log-spy.ts";

/** A new folder of the test's own. Remove it in the end. */
export function makeFolder(): Promise<string> {
  return mkdtemp(path.join(tmpdir(), "homelabcmd-"));
}

/** A real database on disk, in the newest shape. */
export class TestDatabase {
  readonly folder: string;
  readonly database: Database;
  readonly tables: Tables;

  private constructor(folder: string, database: Database) {
    this.folder = folder;
    this.database = database;
    this.tables = defineTables(database.sequelize);
  }

  static async open(existing?: string): Promise<TestDatabase> {
    const folder = existing ?? (await makeFolder());
    const database = await Database.open(path.join(folder, "homelabcmd.db"));
    const options = { backupFolder: path.join(folder, "backups"), clock: new FakeClock(), log: new LogSpy() };
    await migrate(database, { ...options, migrations });
    return new TestDatabase(folder, database);
  }

  /** Closes the database and opens it anew, as a restart of the hub does. The old one is of no use then. */
  async restart(): Promise<TestDatabase> {
    await this.database.close();
    return TestDatabase.open(this.folder);
  }

  /** Makes every insert into a table fail, as a full disk does, until the returned function is called. */
  async breakInserts(table: string): Promise<() => Promise<void>> {
    const raise = "BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END";
    await this.database.run(`CREATE TRIGGER broken_${table} BEFORE INSERT ON ${table} ${raise}`);
    return () => this.database.run(`DROP TRIGGER broken_${table}`);
  }

  async remove(): Promise<void> {
    await this.database.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}
