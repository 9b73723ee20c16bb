import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Recorder } from "../../../core/recorder/recorder.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { LogSpy } from "../../support/log-spy.ts";
import { TestDatabase } from "../../support/test-database.ts";

let store: TestDatabase;
let recorder: Recorder;
let clock: FakeClock;
let log: LogSpy;

beforeEach(async () => {
  clock = new FakeClock("2026-01-15T12:00:00Z");
  log = new LogSpy();
  store = await TestDatabase.open();
  recorder = new Recorder(store.database, clock, log);
});

afterEach(() => store.remove());

const samples = () => store.database.select("SELECT series_id, at, value FROM sample ORDER BY series_id, at");

/** Notes in which order promises resolve, and how many samples lay on disk then. */
function noteInto(notes: [name: string, stored: number][], name: string) {
  return async () => {
    notes.push([name, (await samples()).length]);
  };
}

describe("the recorder", () => {
  it("has everything on disk that was recorded before somebody waits for it", async () => {
    recorder.record(1, 1000, 0.1);
    recorder.record(2, 1000, -5e-324);
    recorder.record(1, 2000.4, 12_345_678.901);

    await recorder.committed();

    expect(await samples()).toEqual([
      { series_id: 1, at: 1000, value: 0.1 },
      { series_id: 1, at: 2000, value: 12_345_678.901 },
      { series_id: 2, at: 1000, value: -5e-324 },
    ]);
  });

  it("has nothing to wait for when nothing was recorded", async () => {
    await store.database.close();

    await expect(recorder.committed()).resolves.toBeUndefined();
    store = await TestDatabase.open(store.folder);
  });

  it("puts what arrives during a commit into the next one, and all its waiters into one commit", async () => {
    const notes: [name: string, stored: number][] = [];
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    const busy = store.database.write(() => released);
    recorder.record(1, 1000, 1);
    const first = recorder.committed().then(noteInto(notes, "first"));
    recorder.record(1, 2000, 2);
    const second = recorder.committed();
    recorder.record(1, 3000, 3);
    const third = recorder.committed();
    const areTogether = second === third;
    release();

    await Promise.all([busy, first, second.then(noteInto(notes, "second")), third.then(noteInto(notes, "third"))]);

    expect([areTogether, notes.map(([name]) => name), await samples()]).toEqual([
      true,
      ["first", "second", "third"],
      [1, 2, 3].map((value) => ({ series_id: 1, at: value * 1000, value })),
    ]);
  });

  it("stores the first reading of a moment, however often it comes", async () => {
    recorder.record(1, 1000, 1);
    recorder.record(1, 1000, 2);
    await recorder.committed();
    recorder.record(1, 1000, 3);
    await recorder.committed();

    expect(await samples()).toEqual([{ series_id: 1, at: 1000, value: 1 }]);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])("does not record %d", async (value) => {
    recorder.record(1, 1000, value);
    await recorder.committed();

    expect(await samples()).toEqual([]);
  });

  it("tells who waits to come back later while the disk is full, keeps the readings and logs it once", async () => {
    const repair = await store.breakInserts("sample");
    recorder.record(1, 1000, 1);
    const first = await recorder.committed().catch((error) => error);
    recorder.record(1, 2000, 2);
    const second = await recorder.committed().catch((error) => error);
    await repair();
    recorder.record(1, 3000, 3);
    await recorder.committed();

    const refusal = expect.objectContaining({ code: "UNAVAILABLE", status: 503, retryAfterSeconds: 10 });
    expect([first, second, await samples(), log.lines.map(({ level, message }) => `${level}: ${message}`)]).toEqual([
      refusal,
      refusal,
      [1, 2, 3].map((value) => ({ series_id: 1, at: value * 1000, value })),
      [
        expect.stringMatching(/^error: Readings cannot be stored: .+\. They wait in memory$/),
        "info: Readings are being stored again",
      ],
    ]);
  });

  it("tells it to everybody who waits, those of the commit and those of the next", async () => {
    const repair = await store.breakInserts("sample");
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

  it("keeps the earliest readings, and no more than it can hold, while the disk is full", async () => {
    const repair = await store.breakInserts("sample");
    for (let at = 1; at <= 200_010; at++) recorder.record(1, at, at);
    await recorder.committed().catch(() => {});
    recorder.record(1, 300_000, 0);
    await repair();
    await recorder.committed();

    const total = await store.database.select("SELECT count(*) AS count, max(at) AS newest FROM sample");
    expect(total).toEqual([{ count: 200_000, newest: 200_000 }]);
  });
});

describe("prune", () => {
  const day = 86_400_000;

  it("deletes what is older than it is to be kept, of every series, and nothing else", async () => {
    const series = [1, 2];
    for (const id of series) {
      await store.database.run(
        "INSERT INTO entity (series_id, id, key, device, integration, name, record) VALUES ($id, $id, $id, 'nas', 'x', 'x', 'x')",
        { id },
      );
    }
    const now = clock.now();
    for (const seriesId of series) {
      for (const age of [0, 2 * day - 1, 2 * day, 2 * day + 1, 400 * day]) recorder.record(seriesId, now - age, age);
    }
    await recorder.committed();

    await recorder.prune(2, new AbortController().signal);

    expect(await samples()).toEqual(
      series.flatMap((series_id) => [2 * day, 2 * day - 1, 0].map((age) => ({ series_id, at: now - age, value: age }))),
    );
  });
});
