import { readdir, rm } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { StartError } from "../../../core/errors.ts";
import { Database } from "../../../core/storage/database.ts";
import { type Migration, migrate } from "../../../core/storage/migrate.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { LogSpy } from "../../support/log-spy.ts";
import { makeFolder } from "../../support/test-database.ts";

const first: Migration = {
  name: "0001-first",
  statements: ["CREATE TABLE note (text TEXT)", "INSERT INTO note VALUES ('from the first step')"],
};
const second: Migration = {
  name: "0002-second",
  statements: [
    "ALTER TABLE note ADD COLUMN author TEXT",
    "UPDATE note SET text = 'changed', author = 'the second step'",
  ],
};
const broken: Migration = {
  name: "0003-broken",
  statements: ["DELETE FROM note", "CREATE TABLE more (id INTEGER)", "ALTER TABLE nowhere ADD COLUMN x TEXT"],
};

let folder: string;
let database: Database;
let log: LogSpy;

const backupFolder = () => path.join(folder, "backups");
const backups = () => readdir(backupFolder()).catch(() => []);
const notes = () => database.select("SELECT * FROM note");
const tables = () => database.select("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name");

function upgrade(...migrations: Migration[]): Promise<void> {
  return migrate(database, { migrations, backupFolder: backupFolder(), clock: new FakeClock(), log });
}

beforeEach(async () => {
  folder = await makeFolder();
  log = new LogSpy();
  database = await Database.open(path.join(folder, "homelabcmd.db"));
});

afterEach(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

describe("migrate", () => {
  it("brings a fresh database to the newest shape, in order and without a copy", async () => {
    await upgrade(first, second);

    expect([await notes(), await backups(), log.lines]).toEqual([
      [{ text: "changed", author: "the second step" }],
      [],
      [
        {
          level: "info",
          source: "",
          message: "The database is up to date",
          details: { migrations: ["0001-first", "0002-second"] },
        },
      ],
    ]);
  });

  it("does nothing on the second start", async () => {
    await upgrade(first);
    await database.run("DELETE FROM note");
    log.lines.length = 0;

    await upgrade(first);

    expect([await notes(), await backups(), log.lines]).toEqual([[], [], []]);
  });

  it("first makes a copy with the old content, that can be opened", async () => {
    await upgrade(first);

    await upgrade(first, second);

    const [name = ""] = await backups();
    const copy = await Database.open(path.join(backupFolder(), name));
    const old = await copy.select("SELECT * FROM note");
    await copy.close();
    expect([name, old, await notes()]).toEqual([
      "before-migration-2026-01-15T12-00-00.000Z.db",
      [{ text: "from the first step" }],
      [{ text: "changed", author: "the second step" }],
    ]);
  });

  it("leaves the database as it was when a step fails, also what earlier steps of the same start did", async () => {
    await upgrade(first);
    const before = [await tables(), await notes()];

    const error = await upgrade(first, second, broken).catch((thrown) => thrown);

    expect([error, error.message, await tables(), await notes()]).toEqual([
      expect.any(StartError),
      expect.stringMatching(
        /^The database .+ could not be brought to this version: .*0003-broken.*\nIt is unchanged\.$/,
      ),
      ...before,
    ]);
  });

  it("can be started again after a failed step was repaired", async () => {
    await upgrade(first);
    await upgrade(first, broken).catch(() => {});
    await rm(backupFolder(), { recursive: true });

    await upgrade(first, second);

    expect(await notes()).toEqual([{ text: "changed", author: "the second step" }]);
  });

  it("refuses a database that a newer version wrote, and does not touch it", async () => {
    await upgrade(first, second);

    const error = await upgrade(first).catch((thrown) => thrown);

    expect([error, error.message, await backups()]).toEqual([
      expect.any(StartError),
      expect.stringMatching(/was written by a newer HomelabCmd \(0002-second\)\.\nStart that version again/),
      [],
    ]);
  });
});
