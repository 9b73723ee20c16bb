import { spawn } from "node:child_process";
import { once } from "node:events";
import { open } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Heartbeat } from "../../agent/protocol.ts";
import { DirectConnection } from "../../core/storage/direct-connection.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { LogSpy } from "../support/log-spy.ts";
import { sampleHeartbeat } from "../support/sample-heartbeat.ts";
import { canMount, ScratchDisk } from "../support/scratch-disk.ts";
import { makeFolder, TestDatabase } from "../support/test-database.ts";
import { TestHub } from "../support/test-hub.ts";

const root = path.resolve(import.meta.dirname, "../..");

/** A hub on which something goes wrong, with the machine that reports to it. */
class TroubledHub {
  readonly clock = new FakeClock();
  readonly log = new LogSpy();
  readonly hub: TestHub;
  #sequence = 1;

  private constructor(hub: TestHub, clock: FakeClock, log: LogSpy) {
    this.hub = hub;
    this.clock = clock;
    this.log = log;
  }

  static async start(dataFolder: string): Promise<TroubledHub> {
    const [clock, log] = [new FakeClock(), new LogSpy()];
    const starting = TestHub.start({ dataFolder, clock, log });
    const troubled = new TroubledHub(await starting, clock, log);
    await troubled.beat();
    return troubled;
  }

  /** A minute passes, and the machine reports. Answers how that went. */
  async beat(): Promise<number> {
    await this.clock.advance(60_000);
    const timestamp = new Date(this.clock.now()).toISOString();
    const heartbeat: Partial<Heartbeat> = { timestamp, sent_at: timestamp, sequence: this.#sequence++ };
    return (await this.hub.call("POST", "/agents/heartbeat", sampleHeartbeat(heartbeat))).status;
  }

  /** The titles of the problems with the storage that a user sees. */
  async problems(): Promise<readonly string[]> {
    const { body } = await this.hub.call<{ problems: { id: string; title: string }[] }>("GET", "/problems");
    return body.problems.filter(({ id }) => id.startsWith("storage.")).map(({ title }) => title);
  }

  /** Whether the rest of the hub goes on: its health, a page of data, and the dashboard's own address. */
  async answers(): Promise<readonly number[]> {
    const resources = ["/system/health", "/machines", "/states", "/system/info"];
    return Promise.all(resources.map(async (resource) => (await this.hub.call("GET", resource)).status));
  }

  /** What the log says of the storage. */
  complaints(): readonly string[] {
    const about = /stored|Problem: /;
    return this.log.lines
      .filter(({ message }) => about.test(message))
      .map(({ message }) => message.replace(/[.:] .*/, ""));
  }
}

/** At how many moments the machine's load was stored, by a hub that starts anew on the folder. */
async function momentsStored(dataFolder: string): Promise<number> {
  const hub = await TestHub.start({ dataFolder });
  const query = "entity_id=mediaserver.load_1m&from=2026-01-15T00:00:00Z&to=2026-01-16T00:00:00Z&points=1440";
  const { body } = await hub.call<{ series: { points: (number | null)[][] }[] }>("GET", `/history?${query}`);
  await hub.stop();
  return (body.series[0]?.points ?? []).filter(([, mean]) => mean !== null).length;
}

const wellAnswers = [200, 200, 200, 200];

describe("the hub stays up and recovers by itself", () => {
  it.runIf(canMount())("when its disk is full for a while", async () => {
    const disk = await ScratchDisk.inMemory(8);
    onTestFinished(() => disk.remove());
    const troubled = await TroubledHub.start(disk.folder);
    onTestFinished(() => troubled.hub.stop());
    const free = await disk.fill();
    const during: number[] = [];
    for (let count = 0; count < 5; count++) during.push(await troubled.beat());
    const [answers, problems] = [await troubled.answers(), await troubled.problems()];
    await free();
    const after = [await troubled.beat(), await troubled.beat()];

    expect({ during, answers, problems, after, left: await troubled.problems() }).toEqual({
      during: [503, 503, 503, 503, 503],
      answers: wellAnswers,
      problems: ["The disk is full: nothing can be stored"],
      after: [200, 200],
      left: [],
    });
    expect(troubled.complaints().toSorted()).toEqual([
      "Entities could not be stored",
      "Problem",
      "Readings are being stored again",
      "Readings cannot be stored",
    ]);
    await troubled.hub.stop();
    expect(await momentsStored(disk.folder)).toBe(8);
  });

  it.runIf(canMount())("when the kernel makes its disk read-only after an error", async () => {
    const disk = await ScratchDisk.ext4(32);
    onTestFinished(() => disk.remove());
    const troubled = await TroubledHub.start(disk.folder);
    onTestFinished(() => troubled.hub.stop());
    disk.failToReadOnly();
    const during = [await troubled.beat(), await troubled.beat()];

    expect([during, await troubled.answers(), (await troubled.problems()).length]).toEqual([
      [503, 503],
      wellAnswers,
      1,
    ]);
  });

  it("when another program has locked its database for longer than it waits", async () => {
    const folder = await makeFolder();
    const troubled = await TroubledHub.start(folder);
    onTestFinished(() => troubled.hub.remove());
    const unlock = await lockFromOutside(path.join(folder, "homelabcmd.db"));
    const during = await troubled.beat();
    const [answers, problems] = [await troubled.answers(), await troubled.problems()];
    await unlock();
    const after = [await troubled.beat(), await troubled.beat()];

    expect({ during, answers, problems, after, left: await troubled.problems() }).toEqual({
      during: 503,
      answers: wellAnswers,
      problems: ["The database is locked by another program: nothing can be stored"],
      after: [200, 200],
      left: [],
    });
    await troubled.hub.stop();
    expect(await momentsStored(folder)).toBe(4);
  });

  it("when pages of its database are overwritten, and says how to repair them", async () => {
    const { folder, database } = await TestDatabase.open();
    await database.run(
      `WITH RECURSIVE numbers (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < 450)
       INSERT INTO sample_chunk (group_id, day, data) SELECT 1, 20000 + number, randomblob(3000) FROM numbers`,
    );
    await database.close();
    const troubled = await TroubledHub.start(folder);
    onTestFinished(() => troubled.hub.remove());
    await overwriteTable(path.join(folder, "homelabcmd.db"), "sample_chunk");
    const query = "entity_id=mediaserver.load_1m&from=2025-12-01T00:00:00Z&to=2025-12-02T00:00:00Z&points=1440";
    const history = await troubled.hub.call("GET", `/history?${query}`);

    expect([history.status, await troubled.beat(), await troubled.answers(), await troubled.problems()]).toEqual([
      503,
      200,
      wellAnswers,
      ["The database is damaged"],
    ]);
  });
});

/** Another program that holds the database for itself, until the answer is called. */
async function lockFromOutside(file: string): Promise<() => Promise<void>> {
  const source = `
    import sqlite3 from "sqlite3";
    const connection = new sqlite3.Database(${JSON.stringify(file)});
    connection.exec("BEGIN EXCLUSIVE", (error) => process.stdout.write(error ? String(error) : "locked"));
    process.stdin.once("end", () => connection.close(() => process.exit())).resume();
  `;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", source], { cwd: root });
  const [said] = await once(child.stdout, "data");
  if (String(said) !== "locked") throw new Error(String(said));
  return async () => {
    child.stdin.end();
    await once(child, "exit");
  };
}

/** Overwrites every page that the rows of a table lie on. */
async function overwriteTable(file: string, table: string): Promise<void> {
  const connection = await DirectConnection.open(file, "read");
  const sql = "SELECT pageno AS number FROM dbstat WHERE name = $table";
  const pages = await connection.select<{ number: number }>(sql, { table });
  await connection.close();
  const handle = await open(file, "r+");
  for (const { number } of pages) await handle.write(Buffer.alloc(4096, 0xa5), 0, 4096, (number - 1) * 4096);
  await handle.close();
}
