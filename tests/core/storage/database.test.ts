import { mkdir, open, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { QueryTypes } from "sequelize";
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { StartError } from "../../../core/errors.ts";
import { Database } from "../../../core/storage/database.ts";
import { makeFolder } from "../../support/test-database.ts";

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await makeFolder();
  file = path.join(folder, "homelabcmd.db");
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** Opens the database for one piece of work. */
async function within<Result>(work: (database: Database) => Promise<Result>): Promise<Result> {
  const database = await Database.open(file);
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

async function fill(database: Database): Promise<void> {
  await database.run("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT UNIQUE)");
  await database.run("INSERT INTO note (text) SELECT hex(randomblob(200)) FROM json_each($rows)", {
    rows: JSON.stringify(Array.from({ length: 200 }, (_, index) => index)),
  });
}

describe("opening the database", () => {
  const damages: readonly (readonly [name: string, make: () => Promise<void>])[] = [
    ["is no database", () => writeFile(file, "This is the text of somebody's letter.\n".repeat(100))],
    ["is a directory", () => mkdir(file)],
    [
      "has been cut off",
      async () => {
        await within(fill);
        const whole = await readFile(file);
        await writeFile(file, whole.subarray(0, 5 * 4096));
      },
    ],
    [
      "has damaged pages",
      async () => {
        await within(fill);
        const handle = await open(file, "r+");
        await handle.write(Buffer.alloc(3 * 4096, 0xa5), 0, 3 * 4096, 4096);
        await handle.close();
      },
    ],
  ];

  it.each(damages)("is refused, in two lines for a person, when the file %s", async (_, make) => {
    await make();

    const error = await Database.open(file).catch((thrown) => thrown);

    expect([error, error.message.split("\n")]).toEqual([
      expect.any(StartError),
      [
        expect.stringMatching(new RegExp(`^The database ${file} cannot be used: .*[^.]\\.$`)),
        "Nothing was changed. Save what is readable with `npm run db:repair`, or bring a backup back with `npm run restore`.",
      ],
    ]);
  });

  it("changes nothing in a file that is no database", async () => {
    const letter = "Not a database. ".repeat(1000);
    await writeFile(file, letter);

    await Database.open(file).catch(() => {});

    expect(await readFile(file, "utf8")).toBe(letter);
  });
});

describe("the database", () => {
  const journalMode = "PRAGMA journal_mode";
  const synchronous = "PRAGMA synchronous";

  it("is in WAL mode and commits without an fsync, on the connection for reading and on each for writing", async () => {
    const settings = await within(async (database) => {
      const reading = [await database.select(journalMode), await database.select(synchronous)];
      const writing = await database.write(async (transaction) => {
        const options = { transaction, type: QueryTypes.SELECT } as const;
        return [
          await database.sequelize.query(journalMode, options),
          await database.sequelize.query(synchronous, options),
        ];
      });
      return { reading, writing };
    });

    const expected = [[{ journal_mode: "wal" }], [{ synchronous: 1 }]];
    expect(settings).toEqual({ reading: expected, writing: expected });
  });

  it("keeps to foreign keys on each connection", async () => {
    const refusals = await within(async (database) => {
      await database.run("CREATE TABLE parent (id INTEGER PRIMARY KEY)");
      await database.run("CREATE TABLE child (parent INTEGER REFERENCES parent (id))");
      const insert = "INSERT INTO child VALUES (1)";
      return Promise.allSettled([
        database.run(insert),
        database.write((transaction) => database.sequelize.query(insert, { transaction })),
      ]);
    });

    expect(refusals.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  });

  it("writes all of a piece of work or nothing, and passes on why", async () => {
    const why = new Error("changed my mind");

    const [thrown, rows] = await within(async (database) => {
      await database.run("CREATE TABLE note (text TEXT)");
      const failure = await database
        .write(async (transaction) => {
          await database.sequelize.query("INSERT INTO note VALUES ('half')", { transaction });
          throw why;
        })
        .catch((error) => error);
      return [failure, await database.select("SELECT * FROM note")];
    });

    expect([thrown, rows]).toEqual([why, []]);
  });

  it("leaves nothing open when a commit fails, says nothing on the console, and goes on", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    onTestFinished(() => warn.mockRestore());
    const openFiles = async () => (await readdir("/proc/self/fd")).length;
    const hooks: string[] = [];
    const outcome = await within(async (database) => {
      await database.run("CREATE TABLE parent (id INTEGER PRIMARY KEY)");
      await database.run("CREATE TABLE child (parent INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)");
      const insert = (parent: number) =>
        database.write(async (transaction) => {
          transaction.afterCommit(() => void hooks.push(`parent ${parent}`));
          await database.sequelize.query("INSERT INTO child VALUES ($parent)", { transaction, bind: { parent } });
        });
      await insert(1).catch(() => {});
      const before = await openFiles();
      for (let count = 0; count < 20; count++) await insert(1).catch(() => {});
      const after = await openFiles();
      await database.run("INSERT INTO parent VALUES (2)");
      await insert(2);
      return [after - before, await database.select("SELECT parent FROM child")];
    });

    expect([outcome, hooks, warn.mock.calls]).toEqual([[0, [{ parent: 2 }]], ["parent 2"], []]);
  });

  it("takes writers that come at once one after the other, and tells none that it is busy", async () => {
    const total = await within(async (database) => {
      await database.run("CREATE TABLE counter (value INTEGER)");
      await database.run("INSERT INTO counter VALUES (0)");
      const increment = () =>
        database.write(async (transaction) => {
          const options = { transaction, type: QueryTypes.SELECT } as const;
          const [row] = await database.sequelize.query<{ value: number }>("SELECT value FROM counter", options);
          await database.sequelize.query("UPDATE counter SET value = $value", {
            transaction,
            bind: { value: (row?.value ?? 0) + 1 },
          });
        });
      const statement = () => database.run("UPDATE counter SET value = value + 1");
      await Promise.all(Array.from({ length: 60 }, (_, index) => (index % 2 === 0 ? increment() : statement())));
      return database.select("SELECT value FROM counter");
    });

    expect(total).toEqual([{ value: 60 }]);
  });

  it("with full durability waits for the disk in each commit", async () => {
    const database = await Database.open(file, { durability: "full" });
    const settings = await database.write((transaction) =>
      database.sequelize.query(synchronous, { transaction, type: QueryTypes.SELECT }),
    );
    await database.close();

    expect(settings).toEqual([{ synchronous: 2 }]);
  });

  it("tells its observer how writing and reading went", async () => {
    const heard: string[] = [];
    await within(async (database) => {
      database.observe({ failed: (error) => heard.push(String(error)), worked: () => heard.push("worked") });
      await database.run("CREATE TABLE note (text TEXT)");
      await database.run("INSERT INTO nowhere VALUES (1)").catch(() => {});
      await database.select("SELECT * FROM nowhere").catch(() => {});
    });

    expect(heard).toEqual([
      "worked",
      expect.stringContaining("no such table: nowhere"),
      expect.stringContaining("no such table: nowhere"),
    ]);
  });

  it("goes on writing after a writer that failed", async () => {
    const rows = await within(async (database) => {
      await database.run("CREATE TABLE note (text TEXT)");
      await Promise.allSettled([
        database.run("INSERT INTO nowhere VALUES (1)"),
        database.run("INSERT INTO note VALUES ('after it')"),
      ]);
      return database.select("SELECT * FROM note");
    });

    expect(rows).toEqual([{ text: "after it" }]);
  });

  it("answers many reads at once, also when one of them is wrong, and none of them can write", async () => {
    const results = await within(async (database) => {
      await database.run("CREATE TABLE note (text TEXT)");
      const reads = Array.from({ length: 20 }, (_, index) =>
        database.select(index === 7 ? "DELETE FROM note" : "SELECT $index AS place", index === 7 ? {} : { index }),
      );
      return Promise.allSettled(reads);
    });

    const places = results.map((result) => (result.status === "fulfilled" ? result.value : result.reason.code));
    expect(places).toEqual(
      Array.from({ length: 20 }, (_, index) => (index === 7 ? "UNAVAILABLE" : [{ place: index }])),
    );
  });

  it("reads at once what was just committed", async () => {
    const seen = await within(async (database) => {
      await database.run("CREATE TABLE counter (value INTEGER)");
      const counts: unknown[] = [];
      for (let count = 0; count < 20; count++) {
        await database.run("INSERT INTO counter VALUES (1)");
        counts.push(await database.select("SELECT count(*) AS count FROM counter"));
      }
      return counts;
    });

    expect(seen).toEqual(Array.from({ length: 20 }, (_, index) => [{ count: index + 1 }]));
  });

  it("knows whether it was closed when it was last open", async () => {
    await within((database) => database.run("CREATE TABLE note (text TEXT)"));
    const closed = await within(async (database) => {
      await database.run("INSERT INTO note VALUES ('in the log')");
      await writeFile(`${file}-copy`, await readFile(file));
      await writeFile(`${file}-copy-wal`, await readFile(`${file}-wal`));
      return database.endedCleanly;
    });
    const killed = await Database.open(`${file}-copy`);
    const rows = await killed.select("SELECT * FROM note");
    await killed.close();

    expect([closed, killed.endedCleanly, rows]).toEqual([true, false, [{ text: "in the log" }]]);
  });

  it("can be read while somebody writes", async () => {
    const seen = await within(async (database) => {
      await database.run("CREATE TABLE note (text TEXT)");
      return database.write(async (transaction) => {
        await database.sequelize.query("INSERT INTO note VALUES ('not yet')", { transaction });
        return database.select("SELECT * FROM note");
      });
    });

    expect(seen).toEqual([]);
  });

  it("waits for the writers when it is closed, and keeps everything in the one file", async () => {
    const database = await Database.open(file);
    const writes = [
      database.run("CREATE TABLE note (text TEXT)"),
      database.run("INSERT INTO note VALUES ('at the last moment')"),
    ];
    await database.close();
    await Promise.all(writes);
    await rm(`${file}-wal`, { force: true });

    const rows = await within((again) => again.select("SELECT * FROM note"));

    expect(rows).toEqual([{ text: "at the last moment" }]);
  });

  it("knows its size", async () => {
    const [empty, filled] = await within(async (database) => {
      const before = await database.size();
      await fill(database);
      return [before, await database.size()];
    });

    expect([empty % 4096, filled % 4096, filled > empty]).toEqual([0, 0, true]);
  });
});
