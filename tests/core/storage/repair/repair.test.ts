import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { StartError } from "../../../../core/errors.ts";
import { Database } from "../../../../core/storage/database.ts";
import { lockDataFolder } from "../../../../core/storage/lock.ts";
import { checkDatabase } from "../../../../core/storage/repair/check.ts";
import { repair } from "../../../../core/storage/repair/repair.ts";
import { Damageable } from "./damageable.ts";

const root = path.resolve(import.meta.dirname, "../../../..");
const silent = () => {};
const now = Date.parse("2026-02-01T00:00:00Z");
const tables = ["device", "claim", "entity", "sample_chunk", "sample_journal", "state_change"] as const;

let original: Damageable;
let disk: Damageable;

beforeAll(async () => {
  original = await Damageable.make();
});

beforeEach(async () => {
  disk = await original.copy();
});

afterEach(() => disk.remove());
afterAll(() => original.remove());

type Rows = Readonly<Record<string, ReadonlyMap<string, string>>>;

async function everyRow(): Promise<Rows> {
  const rows = await Promise.all(tables.map(async (table) => [table, await disk.rowsOf(table)] as const));
  return Object.fromEntries(rows);
}

/** How many rows of each table are missing, and how many are not what they were. */
function compare(before: Rows, after: Rows) {
  const differences = tables.map((table) => {
    const [old, found] = [before[table] ?? new Map(), after[table] ?? new Map()];
    const missing = [...old.keys()].filter((key) => !found.has(key)).length;
    const changed = [...found].filter(([key, row]) => old.get(key) !== row).length;
    return [table, { missing, changed }] as const;
  });
  return Object.fromEntries(differences.filter(([, { missing, changed }]) => missing + changed > 0));
}

/** Repairs it and says what became of its rows, and what the repair says of that. */
async function repaired(before: Rows) {
  const { lost } = await repair({ dataFolder: disk.folder, now, onProgress: silent });
  const checked = await checkDatabase(disk.file, silent);
  const hub = await Database.open(disk.file);
  await hub.close();
  const found = [...checked.findings, ...checked.lost];
  return { differences: compare(before, await everyRow()), lines: lost.length, lost, found };
}

const zeros = Buffer.alloc(4096);
const noise = Buffer.alloc(4096, 0xa5);

describe("a repair", () => {
  it("of a whole database changes nothing in it", async () => {
    const before = await everyRow();
    const checked = await checkDatabase(disk.file, silent);

    const { differences, lost, found } = await repaired(before);

    expect({ checked, differences, lost, found }).toEqual({
      checked: { findings: [], lost: [], packs: 800 },
      differences: {},
      lost: [],
      found: [],
    });
  });

  it.each([
    ["zeroed", zeros],
    ["overwritten", noise],
  ])("loses the chunks of a %s page of the tree, and names each of them", async (_, bytes) => {
    const before = await everyRow();
    const page = (await disk.pagesOf("sample_chunk")).filter(({ kind }) => kind === "leaf")[20];
    await disk.overwrite(page, bytes);
    const checked = await checkDatabase(disk.file, silent);

    const { differences, lost, found } = await repaired(before);

    expect({ differences, lost: lost.length, found, told: checked.lost }).toEqual({
      differences: { sample_chunk: { missing: page?.cells, changed: 0 } },
      lost: page?.cells,
      found: [],
      told: lost,
    });
    expect(lost[0]).toMatch(/^readings of nas1\.value_0, nas1\.value_1, nas1\.value_2 and 5 more on 2024-10-14: /);
  });

  it("loses one chunk for a damaged page of its data, or those series of it that are damaged", async () => {
    const before = await everyRow();
    const pages = (await disk.pagesOf("sample_chunk")).filter(({ kind }) => kind === "overflow");
    await disk.overwrite(pages[100], zeros);
    await disk.overwrite(pages[1000], Buffer.from("some other bytes"), 2000);

    const { differences, lost, found } = await repaired(before);

    expect({ differences, found, lost: lost.map((line) => line.replace(/:.*/, "")) }).toEqual({
      differences: { sample_chunk: { missing: 1, changed: 1 } },
      found: [],
      lost: [
        expect.stringMatching(
          /^readings of nas\d+\.value_0, nas\d+\.value_1, nas\d+\.value_2 and 5 more on 2024-.*\(row /,
        ),
        expect.stringMatching(/^readings of nas\d+\.value_\d on 2024-/),
      ],
    });
  });

  it.each([
    ["the whole tree", ["sample_chunk"]],
    ["the whole tree and its index", ["sample_chunk", "sample_chunk_place"]],
  ])("finds every chunk on its page when the page that leads to %s is damaged", async (_, names) => {
    const before = await everyRow();
    for (const name of names) {
      await disk.overwrite(
        (await disk.pagesOf(name)).find(({ kind }) => kind === "internal"),
        noise,
      );
    }

    const { differences, lost, found } = await repaired(before);

    const unknown = "rows of sample_chunk between the beginning and the end, but 600 that were found on their pages";
    expect({ differences, found, lost: lost.map((line) => line.replace(/:.*/, "")) }).toEqual({
      differences: {},
      found: [],
      lost: names.length === 1 ? [] : [unknown],
    });
  });

  it("loses nothing for damaged indexes and free pages", async () => {
    const before = await everyRow();
    for (const page of await disk.pagesOf("sample_chunk_place")) await disk.overwrite(page, noise);
    const header = await disk.bytes();
    const free = { number: header.readUInt32BE(32), kind: "leaf", cells: 0 } as const;
    await disk.overwrite(free, noise);
    const checked = await checkDatabase(disk.file, silent);

    const { differences, lost, found } = await repaired(before);

    expect([free.number > 0, checked.findings.length > 0, differences, lost, found]).toEqual([true, true, {}, [], []]);
  });

  it("loses the changes of a damaged page in a table without row numbers, and no others", async () => {
    const before = await everyRow();
    const leaves = (await disk.pagesOf("state_change")).filter(({ kind }) => kind === "leaf");
    const damaged = [leaves[0], leaves[10], leaves[30], leaves.at(-1)];
    for (const page of damaged) await disk.overwrite(page, noise);

    const { differences, found } = await repaired(before);

    const cells = damaged.reduce((sum, page) => sum + (page?.cells ?? 0), 0);
    // Between two leaves stands one more row, in the page above them, which can be read with its neighbour only.
    const missing = differences["state_change"]?.missing ?? 0;
    expect([Object.keys(differences), missing >= cells && missing <= cells + damaged.length, found]).toEqual([
      ["state_change"],
      true,
      [],
    ]);
  });

  it("removes what referred to rows that are lost", async () => {
    const before = await everyRow();
    const [page] = await disk.pagesOf("device");
    await disk.overwrite(page, zeros);

    const { differences, lost, found } = await repaired(before);

    expect({ differences, lost, found }).toEqual({
      differences: { device: { missing: 10, changed: 0 }, claim: { missing: 10, changed: 0 } },
      lost: [
        expect.stringMatching(/^rows of device between the beginning and the end: /),
        "10 rows of claim, whose rows of device were lost",
      ],
      found: [],
    });
  });

  it("keeps the damaged file as it was, and leaves nothing else behind", async () => {
    const [, page] = await disk.pagesOf("sample_chunk");
    await disk.overwrite(page, noise);
    const hash = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
    const before = hash(await disk.bytes());

    const { keptAs } = await repair({ dataFolder: disk.folder, now, onProgress: silent });

    expect([keptAs, hash(await readFile(keptAs)), (await readdir(disk.folder)).toSorted()]).toEqual([
      `${disk.file}.damaged-2026-02-01T00-00-00.000Z`,
      before,
      ["homelabcmd.db", "homelabcmd.db.damaged-2026-02-01T00-00-00.000Z", "hub.lock"],
    ]);
  });

  it("is refused while a hub runs, and when there is nothing to read", async () => {
    const attempt = async () => {
      const error = await repair({ dataFolder: disk.folder, now, onProgress: silent }).catch((thrown) => thrown);
      return error instanceof StartError ? error.message.replaceAll(disk.folder, "").split("\n")[0] : error;
    };
    const unlock = await lockDataFolder(path.join(disk.folder, "hub.lock"));
    const running = await attempt();
    await unlock();
    await writeFile(disk.file, "A letter. ".repeat(1000));
    const letter = await attempt();
    await writeFile(disk.file, "");

    expect([running, letter, await attempt()]).toEqual([
      "Another hub is running on this data folder (it holds /hub.lock).",
      "Nothing can be read of /homelabcmd.db: SQLITE_NOTADB: file is not a database.",
      "There is no database /homelabcmd.db.",
    ]);
  });
});

describe("at the command line", () => {
  const run = (command: string) => {
    const file = `core/storage/repair/${command}-command.ts`;
    const options = { cwd: root, encoding: "utf8" } as const;
    const { status, stdout } = spawnSync(process.execPath, [file, "--data", disk.folder], options);
    return { status, stdout: stdout.trimEnd().split("\n") };
  };

  it("db:check finds, db:repair saves, and db:check is content", async () => {
    const page = (await disk.pagesOf("sample_chunk")).find(({ kind }) => kind === "leaf");
    await disk.overwrite(page, zeros);

    const [found, saved, good] = [run("check"), run("repair"), run("check")];

    expect([found?.status, found?.stdout[0], saved?.status, saved?.stdout[1], good]).toEqual([
      1,
      `${disk.file} is damaged.`,
      0,
      "These are lost:",
      { status: 0, stdout: [expect.stringMatching(/homelabcmd\.db is whole: every page was read, and 79\d packs /)] },
    ]);
  });
});
