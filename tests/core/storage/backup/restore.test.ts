import { spawnSync } from "node:child_process";
import { mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { StartError } from "../../../../core/errors.ts";
import { restore } from "../../../../core/storage/backup/restore.ts";
import { Database } from "../../../../core/storage/database.ts";
import { lockDataFolder } from "../../../../core/storage/lock.ts";
import { tablesOf } from "../../../../core/storage/start-check.ts";
import { makeFolder } from "../../../support/test-database.ts";
import { TestBackups } from "./test-backups.ts";

const root = path.resolve(import.meta.dirname, "../../../..");

let house: TestBackups;
/** Where it is restored to. */
let folder: string;
let file: string;

beforeEach(async () => {
  house = await TestBackups.open();
  folder = await makeFolder();
  file = path.join(house.folder, await house.make(true));
});

afterEach(async () => {
  await house.remove();
  await rm(folder, { recursive: true, force: true });
});

const options = (more: { readonly file?: string; readonly isForced?: boolean } = {}) => ({
  file,
  dataFolder: path.join(folder, "data"),
  configFile: path.join(folder, "etc/hub.yaml"),
  isForced: false,
  now: Date.parse("2026-02-01T00:00:00Z"),
  ...more,
});

/** The message of what is refused. */
async function refusal(more: Parameters<typeof options>[0] = {}): Promise<string> {
  const error = await restore(options(more)).catch((thrown) => thrown);
  return error instanceof StartError ? error.message.replaceAll(more.file ?? file, "<file>") : `not refused: ${error}`;
}

/** Everything in a folder, at any depth, without the lock. */
async function filesIn(place: string): Promise<string[]> {
  const entries = await readdir(place, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name !== "hub.lock");
  return files.map((entry) => path.relative(place, path.join(entry.parentPath, entry.name))).toSorted();
}

/** Every row of every table, and its shape. */
async function rowsOf(database: Database): Promise<Record<string, unknown>> {
  const [, ...tables] = await tablesOf(database);
  const rows = tables.map(async (table) => [table, await database.select(`SELECT * FROM "${table}"`)] as const);
  const shape = database.select("SELECT type, name, sql FROM sqlite_schema ORDER BY type, name");
  return { ...Object.fromEntries(await Promise.all(rows)), shape: await shape };
}

describe("restore", () => {
  it("into an empty folder brings back every row and every file", async () => {
    const restored = await restore(options());

    const database = await Database.open(path.join(folder, "data/homelabcmd.db"));
    const rows = await rowsOf(database);
    await database.close();
    const modes = await Promise.all(restored.files.map(async (each) => (await stat(each)).mode & 0o777));
    expect([
      rows,
      await filesIn(folder),
      await readFile(path.join(folder, "etc/hub.yaml"), "utf8"),
      new Set(modes),
      restored.movedAside,
    ]).toEqual([
      await rowsOf(house.store.database),
      ["data/encryption.key", "data/homelabcmd.db", "etc/hub.yaml", "etc/more/machines.yaml", "etc/secrets.yaml"],
      "hub: { name: !secret name }\n",
      new Set([0o600]),
      [],
    ]);
  });

  it("refuses while a hub runs on the folder", async () => {
    await mkdir(path.join(folder, "data"));
    const unlock = await lockDataFolder(path.join(folder, "data/hub.lock"));
    const message = await refusal();
    await unlock();

    expect([message.split("\n")[0], await filesIn(folder)]).toEqual([
      `Another hub is running on this data folder (it holds ${path.join(folder, "data/hub.lock")}).`,
      [],
    ]);
  });

  it("refuses to replace anything, and when forced moves it aside with its newest rows", async () => {
    await mkdir(path.join(folder, "data"));
    await mkdir(path.join(folder, "etc"));
    await writeFile(path.join(folder, "etc/hub.yaml"), "hub: { name: other }\n");
    await writeFile(path.join(folder, "etc/secrets.yaml"), "name: Cellar\n");
    await writeFile(path.join(folder, "data/homelabcmd.db"), "old database");
    await writeFile(path.join(folder, "data/homelabcmd.db-wal"), "its log");
    const before = await filesIn(folder);
    const message = await refusal();
    const after = await filesIn(folder);
    const { movedAside } = await restore(options({ isForced: true }));

    const place = (name: string) => path.join(folder, name);
    const aside = "before-restore-2026-02-01T00-00-00.000Z";
    expect([
      message.split("\n"),
      after,
      movedAside,
      await readFile(place(`data/homelabcmd.db.${aside}`), "utf8"),
      await readFile(place(`data/homelabcmd.db.${aside}-wal`), "utf8"),
      (await filesIn(folder)).includes("data/homelabcmd.db-wal"),
    ]).toEqual([
      [
        `These are there already, and are not what the backup holds: ${place("data/homelabcmd.db")}, ${place("data/homelabcmd.db-wal")}, ${place("etc/hub.yaml")}.`,
        "Nothing was changed. --force moves them aside; --data and --config name other places.",
      ],
      before,
      ["data/homelabcmd.db", "data/homelabcmd.db", "etc/hub.yaml"].map((name, index) =>
        place(`${name}.${aside}${index === 1 ? "-wal" : ""}`),
      ),
      "old database",
      "its log",
      false,
    ]);
  });

  it("refuses when only the log of another database is left, which would get into this one", async () => {
    await mkdir(path.join(folder, "data"));
    await writeFile(path.join(folder, "data/homelabcmd.db-wal"), "its log");

    expect([(await refusal()).includes("homelabcmd.db-wal"), await filesIn(folder)]).toEqual([
      true,
      ["data/homelabcmd.db-wal"],
    ]);
  });

  it("refuses a damaged backup wherever it is damaged, and leaves nothing behind", async () => {
    const whole = await readFile(file);
    const unzipped = gunzipSync(whole);
    const changed = (place: number) => {
      const copy = Buffer.from(unzipped);
      copy[place] = (copy[place] ?? 0) ^ 1;
      return gzipSync(copy);
    };
    const damages = {
      empty: Buffer.alloc(0),
      "no backup": Buffer.from("a letter"),
      "cut off": whole.subarray(0, whole.length / 2),
      "cut off after gzip": gzipSync(unzipped.subarray(0, unzipped.length / 2)),
      "a bit of the header": changed(10),
      "a bit of the manifest": changed(600),
      "a bit of the database": changed(unzipped.length / 2),
    };
    const results: (readonly [name: string, isRefused: boolean, message: string])[] = [];
    for (const [name, bytes] of Object.entries(damages)) {
      const damaged = path.join(folder, "damaged.tar.gz");
      await writeFile(damaged, bytes);
      const message = await refusal({ file: damaged });
      results.push([
        name,
        /^The backup <file> cannot be restored: .*\.\nNothing was changed\.$/.test(message),
        message,
      ]);
    }

    expect(results.filter(([, isRefused]) => !isRefused)).toEqual([]);
    expect(await filesIn(folder)).toEqual(["damaged.tar.gz"]);
  });
});

describe("npm run restore", () => {
  const run = (...parameters: string[]) => {
    const command = ["core/storage/backup/restore-command.ts", ...parameters];
    const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: root, encoding: "utf8" });
    return { status, stdout: stdout.split("\n"), stderr: stderr.split("\n") };
  };

  it("says what it restored and what to do next", () => {
    const { data, config } = { data: path.join(folder, "data"), config: path.join(folder, "config.yaml") };

    expect(run(file, "--data", data, "--config", config)).toEqual({
      status: 0,
      stdout: [
        expect.stringMatching(/^Restored the backup of 2026-01-15T12:00:01.000Z \(HomelabCmd 1\.2\.3\): \d+ rows, in$/),
        `  ${data}/homelabcmd.db`,
        `  ${config}`,
        `  ${folder}/secrets.yaml`,
        `  ${folder}/more/machines.yaml`,
        `  ${data}/encryption.key`,
        "Start the hub with npm start.",
        "",
      ],
      stderr: [""],
    });
  });

  it("says how it is used", () => {
    const usage = "Usage: npm run restore -- <file> [--data <folder>] [--config <path>] [--force]";

    expect([run(), run("one", "two"), run(file, "--unknown")].map(({ status, stderr }) => [status, stderr[1]])).toEqual(
      [
        [2, usage],
        [2, usage],
        [2, usage],
      ],
    );
  });
});
