import { mkdir, readdir, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { setImmediate } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PlatformError } from "../../../../core/errors.ts";
import { readManifest } from "../../../../core/storage/backup/archive.ts";
import { TestBackups } from "./test-backups.ts";

let house: TestBackups;

beforeEach(async () => {
  house = await TestBackups.open(3);
});

afterEach(() => house.remove());

const codeOf = (error: unknown) => (error instanceof PlatformError ? error.code : error);

describe("a backup", () => {
  it("is one file for its owner alone, with the database and the configuration, and says what it holds", async () => {
    const name = await house.make();

    const file = path.join(house.folder, name);
    const { parts, rows, migrations, ...manifest } = await readManifest(file);
    expect({
      name,
      mode: (await stat(file)).mode & 0o777,
      others: await readdir(house.folder),
      list: await house.backups.list(),
      manifest,
      parts: parts.map((part) => `${part.kind} ${part.name}`),
      rows: [rows["device"], rows["sample_chunk"], migrations.length > 4],
      problems: [...house.problems],
    }).toEqual({
      name: "homelabcmd-2026-01-15T12-00-01.000Z.tar.gz",
      mode: 0o600,
      others: [name],
      list: [
        {
          name,
          state: "complete",
          createdAt: Date.parse("2026-01-15T12:00:01Z"),
          bytes: (await stat(file)).size,
          version: "1.2.3",
          contains: ["database", "config", "secrets"],
          progress: null,
        },
      ],
      manifest: { format: 1, version: "1.2.3", created_at: "2026-01-15T12:00:01.000Z", config_file: "config.yaml" },
      parts: [
        "database homelabcmd.db",
        "config config/config.yaml",
        "secrets config/secrets.yaml",
        "config config/more/machines.yaml",
      ],
      rows: [2, 200, true],
      problems: [],
    });
  });

  it("holds the encryption key only when it is asked for", async () => {
    const contents = [];
    for (const includeKey of [false, true]) {
      const { parts } = await readManifest(path.join(house.folder, await house.make(includeKey)));
      contents.push(parts.filter(({ kind }) => kind === "key").map(({ name, bytes }) => [name, bytes]));
    }

    expect(contents).toEqual([[], [["encryption.key", 16]]]);
  });

  it("is made while the hub writes, and shows one moment of it", async () => {
    const { database } = house.store;
    let isMade = false;
    const making = house.make().finally(() => {
      isMade = true;
    });
    for (let count = 0; !isMade; count++) {
      await database.runAll([
        { sql: "INSERT INTO device (slug, created_at) VALUES ($slug, 0)", binding: { slug: `a${count}` } },
        { sql: "INSERT INTO ignored_problem (id) VALUES ($id)", binding: { id: `a${count}` } },
      ]);
    }

    const { rows } = await readManifest(path.join(house.folder, await making));
    expect((rows["device"] ?? 0) - (rows["ignored_problem"] ?? 0)).toBe(2);
  });

  it("runs alone: a second one is refused, a scheduled one is left out, and it shows how far it is", async () => {
    const begun = await house.backups.begin(false);
    const refusal = await house.backups.begin(false).catch(codeOf);
    await house.backups.run(false);
    const removal = await house.backups.remove(begun.name).catch(codeOf);
    const seen: unknown[] = [];
    for (let [first] = await house.backups.list(); first?.state === "running"; [first] = await house.backups.list()) {
      seen.push(first.progress);
      await setImmediate();
    }

    expect([
      [begun.state, begun.progress],
      refusal,
      removal,
      seen.every((share, index) => Number(share) >= Number(seen[index - 1] ?? 0) && Number(share) <= 1),
      house.log.messages("info"),
      (await house.backups.list()).map(({ state, progress }) => [state, progress]),
    ]).toEqual([
      ["running", 0],
      "CONFLICT",
      "CONFLICT",
      true,
      ["The scheduled backup was left out: one is being made", "The backup is complete and was checked"],
      [["complete", null]],
    ]);
  });

  it("leaves nothing behind when the hub stops, and that is no problem", async () => {
    await house.backups.begin(false);
    await house.backups.stop();

    const later = await house.backups.begin(false).catch(codeOf);
    expect([await readdir(house.folder), [...house.problems], later]).toEqual([[], [], "UNAVAILABLE"]);
  });

  it("that fails leaves nothing behind and is a problem until one is good", async () => {
    const good = await house.make();
    await house.store.database.run("ALTER TABLE migrations RENAME TO mislaid");
    await house.make();
    const problems = [...house.problems];
    const left = await readdir(house.folder);
    await house.store.database.run("ALTER TABLE mislaid RENAME TO migrations");
    await house.make();

    expect([problems, left, house.problems.size]).toEqual([
      [
        {
          severity: "error",
          title: "The last backup failed",
          advice: expect.stringMatching(/no such table: migrations\. Nothing of it was kept/),
        },
      ],
      [good],
      0,
    ]);
  });

  it("that cannot have its folder is refused, and a problem when it was scheduled", async () => {
    await writeFile(house.folder, "a file where the folder should be");

    const refusal = await house.backups.begin(false).catch((error) => error);
    await house.backups.run(false);

    expect([codeOf(refusal), [...house.problems].map(({ title }) => title), await house.backups.list()]).toEqual([
      "UNAVAILABLE",
      ["The last backup failed"],
      [],
    ]);
  });
});

describe("the folder of backups", () => {
  it("keeps the newest, and never touches what is not its own", async () => {
    const others = ["before-migration-2020.db", "homelabcmd.tar.gz", "homelabcmd-2020-01-01.tar.gz", "notes"];
    await mkdir(path.join(house.folder, ".homelabcmd-2026-01-15T11-00-00.000Z.partial"), { recursive: true });
    for (const name of others) await writeFile(path.join(house.folder, name), "mine");
    const names: string[] = [];
    for (let count = 0; count < 5; count++) names.push(await house.make());

    expect((await readdir(house.folder)).toSorted()).toEqual([...others, ...names.slice(2)].toSorted());
  });

  it("shows a file that cannot be read as damaged, and the newest first", async () => {
    const name = await house.make();
    const damaged = "homelabcmd-2026-01-15T12-00-02.500Z.tar.gz";
    await writeFile(path.join(house.folder, damaged), "not a backup");

    const list = await house.backups.list();
    expect(list.map(({ name: each, state, version }) => [each, state, version])).toEqual([
      [damaged, "damaged", null],
      [name, "complete", "1.2.3"],
    ]);
  });

  it("hands out and removes its backups, and nothing else that lies there or elsewhere", async () => {
    const name = await house.make();
    await writeFile(path.join(house.folder, "notes"), "mine");
    const { bytes, content } = await house.backups.open(name);
    let read = 0;
    for await (const chunk of content) read += chunk.length;
    await house.backups.remove(name);
    const outside = ["notes", "../config.yaml", name, `../copies/${name}`];

    expect([
      read === bytes && read > 1000,
      await Promise.all(outside.map((each) => house.backups.open(each).catch(codeOf))),
      await Promise.all(outside.map((each) => house.backups.remove(each).catch(codeOf))),
      await readdir(house.folder),
    ]).toEqual([true, outside.map(() => "NOT_FOUND"), outside.map(() => "NOT_FOUND"), ["notes"]]);
  });
});
