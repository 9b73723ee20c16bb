import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { TestRecorder } from "../../support/test-recorder.ts";

const hour = 3_600_000;
const day = 24 * hour;
const midnight = Date.parse("2026-01-15T00:00:00Z");

let room: TestRecorder;

beforeEach(async () => {
  room = await TestRecorder.open();
});

afterEach(() => room.remove());

const minuteOf = (at: number) => Math.round(at / 60_000) % 100;

describe("counters", () => {
  it("are rates, in memory, from readings and from hours, over midnight and over a reset", async () => {
    const sent = room.entity("sent", "counter");
    // 10 a second, from zero again after two hours of the second day.
    const reset = midnight + day + 2 * hour;
    room.recordMinutes(sent.seriesId, midnight + 22 * hour, midnight + day + 4 * hour, (at) => {
      return (at < reset ? at - midnight : at - reset + 60_000) / 100;
    });
    const query = { series: [sent], from: midnight + 22 * hour, to: midnight + day + 4 * hour, points: 3 };
    const rates = async () => (await room.history.read(query)).series.get(sent.seriesId);
    const inMemory = await rates();
    await room.recorder.committed();
    await room.housekeeping.seal();
    room.clock.step(3 * day);
    await room.housekeeping.packDays();

    const expected = [0, 1, 2].map((index) => [midnight + (22 + 2 * index) * hour, 10, 10, 10]);
    expect([inMemory, await rates()]).toEqual([expected, expected]);
  });
});

describe("pruning", () => {
  it("puts rows of five minutes in the place of readings that are too old, and keeps the hours", async () => {
    const cpu = room.entity("cpu");
    room.recordMinutes(cpu.seriesId, midnight, midnight + 3 * day, minuteOf);
    await room.recorder.committed();
    await room.housekeeping.seal();
    room.clock.step(3 * day);
    await room.housekeeping.packDays();
    const query = { series: [cpu], from: midnight, to: midnight + day, points: 288 };
    const before = await room.history.read(query);
    room = await room.restart({ keepDays: 2 });
    await room.housekeeping.prune();

    const after = await room.history.read(query);
    expect([await room.rows(), (await room.readings(cpu)).length]).toEqual([
      { journal: 0, blocks: 0, chunks: 2, rollups: 2 },
      2 * 1440,
    ]);
    expect(after).toEqual(before);
  });

  it("keeps the readings of each entity as long as its user says, or the first rule that matches", async () => {
    const keys = ["cpu", "interface_rate", "load"];
    const entities = keys.map((key) => room.entity(key));
    for (const { seriesId } of entities) room.recordMinutes(seriesId, midnight, midnight + 4 * day, minuteOf);
    await room.recorder.committed();
    await room.housekeeping.seal();
    room.clock.step(4 * day);
    await room.housekeeping.packDays();
    room.entities.change("nas.load", { keepDays: 2 });
    room = await room.restart({ exceptions: [{ entities: ["*.interface_rate"], keepDays: 1 }] });
    await room.housekeeping.prune();
    await room.housekeeping.prune();

    const counts = await Promise.all(entities.map(async (entity) => (await room.readings(entity)).length / 1440));
    const series = entities;
    const history = await room.history.read({ series, from: midnight, to: midnight + 4 * day, points: 1000 });
    const gaps = [...history.series.values()].map((points) => points.filter(([, mean]) => mean === null).length);
    expect([counts, gaps]).toEqual([
      [4, 1, 2],
      [0, 0, 0],
    ]);
  });

  it("deletes rollups and changes when they are too old, but not what was last true", async () => {
    const [cpu, status] = [room.entity("cpu"), room.entity("status", "changes")];
    room.recordMinutes(cpu.seriesId, midnight, midnight + day, minuteOf);
    for (const [at, value] of [
      [1, "a"],
      [2, "b"],
      [3, "c"],
    ] as const) {
      room.recorder.recordChange({ seriesId: status.seriesId, at: midnight + at, value, available: true });
    }
    await room.recorder.committed();
    await room.housekeeping.seal();
    room.clock.step(60 * day);
    await room.housekeeping.packDays();
    room = await room.restart({ keepDays: 10, rollupDays: 30 });
    await room.housekeeping.prune();
    await room.housekeeping.prune();

    const changes = await room.store.database.select("SELECT value FROM state_change");
    expect([await room.rows(), changes]).toEqual([
      { journal: 0, blocks: 0, chunks: 0, rollups: 0 },
      [{ value: '"c"' }],
    ]);
  });

  it("waits until the clock has run on for an hour without a step", async () => {
    const cpu = room.entity("cpu");
    room.recordMinutes(cpu.seriesId, midnight, midnight + hour, minuteOf);
    await room.recorder.committed();
    // A board without a battery that wakes in a year to come.
    room.clock.step(3000 * day);
    await room.clock.advance(hour / 2);
    await room.housekeeping.look();
    room.clock.step(-3000 * day);
    for (let minutes = 0; minutes <= 120; minutes += 5) {
      await room.housekeeping.look();
      await room.clock.advance(300_000);
    }

    expect((await room.readings(cpu)).length).toBe(60);
  });
});

describe("forgetting", () => {
  it("leaves nothing of a device, wherever it lies, and everything of the others", async () => {
    const [cpu, other] = [room.entity("cpu"), room.entity("cpu", "samples", "router")];
    for (const start of [midnight, midnight + day, midnight + 2 * day]) {
      for (const { seriesId } of [cpu, other]) room.recordMinutes(seriesId, start, start + hour, minuteOf);
      room.recorder.recordChange({ seriesId: cpu.seriesId, at: start, value: "on", available: true });
      await room.recorder.committed();
      if (start < midnight + 2 * day) await room.housekeeping.seal();
      if (start === midnight) {
        room.clock.step(day);
        await room.housekeeping.packDays();
      }
    }
    await room.housekeeping.forget([cpu]);
    const before = [(await room.readings(cpu)).length, (await room.readings(other)).length];
    room = await room.restart();

    const changes = await room.store.database.select("SELECT * FROM state_change");
    expect([before, (await room.readings(cpu)).length, (await room.readings(other)).length, changes]).toEqual([
      [0, 180],
      0,
      180,
      [],
    ]);
  });
});
