import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { decodeJournal } from "../../../core/recorder/codec/index.ts";
import { Recorder } from "../../../core/recorder/recorder.ts";
import { LogSpy } from "../../support/log-spy.ts";
import { TestDatabase } from "../../support/test-database.ts";

let store: TestDatabase;
let recorder: Recorder;
let log: LogSpy;

beforeEach(async () => {
  log = new LogSpy();
  store = await TestDatabase.open();
  recorder = new Recorder(store.database, log);
});

afterEach(() => store.remove());

type Sample = [seriesId: number, at: number, value: number];

/** What is in the journal, commit by commit. */
async function journal(): Promise<Sample[][]> {
  const rows = await store.database.select<{ data: Buffer }>("SELECT data FROM sample_journal ORDER BY id");
  return rows.map(({ data }) => {
    const samples: Sample[] = [];
    decodeJournal(data, (...sample) => void samples.push(sample));
    return samples;
  });
}

describe("the recorder", () => {
  it("has everything on disk that was recorded before somebody waits for it, in one row", async () => {
    recorder.record(1, 1000, 0.1);
    recorder.record(2, 1000, -5e-324);
    recorder.record(1, 2000.4, 12_345_678.901);

    await recorder.committed();

    expect(await journal()).toEqual([
      [
        [1, 1000, 0.1],
        [2, 1000, -5e-324],
        [1, 2000, 12_345_678.901],
      ],
    ]);
  });

  it("has nothing to wait for when nothing was recorded", async () => {
    await store.database.close();

    await expect(recorder.committed()).resolves.toBeUndefined();
    store = await TestDatabase.open(store.folder);
  });

  it("puts what arrives during a commit into the next one, and all its waiters into one commit", async () => {
    const notes: string[] = [];
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    const busy = store.database.write(() => released);
    recorder.record(1, 1000, 1);
    const first = recorder.committed().then(() => notes.push("first"));
    recorder.record(1, 2000, 2);
    const second = recorder.committed();
    recorder.record(1, 3000, 3);
    const third = recorder.committed();
    const areTogether = second === third;
    release();

    await Promise.all([busy, first, second.then(() => notes.push("second")), third.then(() => notes.push("third"))]);

    expect([areTogether, notes, await journal()]).toEqual([
      true,
      ["first", "second", "third"],
      [
        [[1, 1000, 1]],
        [
          [1, 2000, 2],
          [1, 3000, 3],
        ],
      ],
    ]);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])("does not record %d", async (value) => {
    recorder.record(1, 1000, value);
    await recorder.committed();

    expect([await journal(), recorder.size]).toEqual([[], 0]);
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY, 8e15])(
    "does not record anything for the moment %d",
    async (at) => {
      recorder.record(1, at, 1);
      await recorder.committed();

      expect([await journal(), recorder.size]).toEqual([[], 0]);
    },
  );

  it("writes a change and the readings beside it together", async () => {
    const change = { seriesId: 7, at: 1000, value: "failed", available: true };
    recorder.record(1, 1000, 1);
    recorder.recordChange(change);
    await recorder.committed();
    recorder.recordChange({ ...change, at: 2000, available: false });
    await recorder.committed();

    const changes = await store.database.select("SELECT * FROM state_change ORDER BY at");
    expect([await journal(), changes]).toEqual([
      [[[1, 1000, 1]]],
      [
        { series_id: 7, at: 1000, value: '"failed"', available: 1 },
        { series_id: 7, at: 2000, value: '"failed"', available: 0 },
      ],
    ]);
  });

  it("tells who waits to come back later while the disk is full, keeps the readings and logs it once", async () => {
    const repair = await store.breakInserts("sample_journal");
    recorder.record(1, 1000, 1);
    const first = await recorder.committed().catch((error) => error);
    recorder.record(1, 2000, 2);
    const second = await recorder.committed().catch((error) => error);
    await repair();
    recorder.record(1, 3000, 3);
    await recorder.committed();

    const refusal = expect.objectContaining({ code: "UNAVAILABLE", status: 503, retryAfterSeconds: 10 });
    expect([first, second, await journal(), log.lines.map(({ level, message }) => `${level}: ${message}`)]).toEqual([
      refusal,
      refusal,
      [[1, 2, 3].map((value) => [1, value * 1000, value])],
      [
        expect.stringMatching(/^error: Readings cannot be stored: .+\. They wait in memory$/),
        "info: Readings are being stored again",
      ],
    ]);
  });

  it("loses neither a change nor a reading when only one of them can be written", async () => {
    const repair = await store.breakInserts("state_change");
    recorder.record(1, 1000, 1);
    recorder.recordChange({ seriesId: 7, at: 1000, value: true, available: true });
    await recorder.committed().catch(() => {});
    const before = await journal();
    await repair();
    await recorder.committed();

    const changes = await store.database.select("SELECT series_id FROM state_change");
    expect([before, await journal(), changes]).toEqual([[], [[[1, 1000, 1]]], [{ series_id: 7 }]]);
  });

  it("tells it to everybody who waits, those of the commit and those of the next", async () => {
    const repair = await store.breakInserts("sample_journal");
    recorder.record(1, 1000, 1);
    const waiting = [recorder.committed(), recorder.committed(), recorder.committed()];

    const outcomes = await Promise.allSettled(waiting);
    await repair();

    expect(outcomes.map((outcome) => outcome.status === "rejected" && outcome.reason.code)).toEqual([
      "UNAVAILABLE",
      "UNAVAILABLE",
      "UNAVAILABLE",
    ]);
  });

  it("keeps the earliest readings, and no more than it can hold, and acknowledges none that it dropped", async () => {
    const repair = await store.breakInserts("sample_journal");
    for (let at = 1; at <= 200_010; at++) recorder.record(1, at, at);
    await recorder.committed().catch(() => {});
    await repair();
    const afterwards = await recorder.committed().catch((error) => error.code);
    const [commit] = await journal();
    recorder.record(1, 300_000, 0);
    await recorder.committed();

    expect([afterwards, commit?.length, commit?.at(-1), (await journal()).at(-1)]).toEqual([
      "UNAVAILABLE",
      200_000,
      [1, 200_000, 200_000],
      [[1, 300_000, 0]],
    ]);
  });
});
