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

describe("sealing", () => {
  it("moves what is in memory into one block for each group and day, and empties the journal", async () => {
    const [cpu, memory] = [room.entity("cpu"), room.entity("memory")];
    const other = room.entity("cpu", "samples", "router");
    for (const { seriesId } of [cpu, memory, other])
      room.recordMinutes(seriesId, midnight - hour, midnight + hour, minuteOf);
    await room.recorder.committed();

    await room.housekeeping.seal();

    expect([await room.rows(), room.recorder.size, (await room.readings(memory)).length]).toEqual([
      { journal: 0, blocks: 4, chunks: 0, rollups: 0 },
      0,
      120,
    ]);
  });

  it("keeps every reading, each once, when the hub is killed between two of its steps", async () => {
    const series = Array.from({ length: 4 }, (_, number) => room.entity("cpu", "samples", `machine-${number}`));
    // 6,000 readings each: several steps.
    for (const { seriesId } of series) {
      for (let at = 0; at < 6000; at++) room.recorder.record(seriesId, midnight + at * 1000, at);
    }
    await room.recorder.committed();
    const repair = await room.store.breakInserts("sample_block");
    await room.housekeeping.seal().catch(() => {});
    await repair();
    // As if a step had gone through and the last had not: blocks are there, and the journal too.
    await room.store.database.run("CREATE TABLE kept_journal AS SELECT * FROM sample_journal");
    await room.housekeeping.seal();
    await room.store.database.run("INSERT INTO sample_journal SELECT * FROM kept_journal");
    await room.store.database.run("DROP TABLE kept_journal");
    room = await room.restart();
    const afterRestart = await Promise.all(series.map((entity) => room.readings(entity)));
    await room.housekeeping.seal();
    room.clock.step(2 * day);
    await room.housekeeping.packDays();

    const readings = await Promise.all(series.map((entity) => room.readings(entity)));
    const expected = Array.from({ length: 6000 }, (_, at) => [midnight + at * 1000, at]);
    expect(readings).toEqual(series.map(() => expected));
    expect(afterRestart).toEqual(readings);
  });

  it("leaves out a series that no entity has any more", async () => {
    room.recorder.record(99, midnight, 1);
    await room.recorder.committed();

    await room.housekeeping.seal();

    expect(await room.rows()).toEqual({ journal: 0, blocks: 0, chunks: 0, rollups: 0 });
  });

  it("takes up where it could not write, and says so once", async () => {
    const cpu = room.entity("cpu");
    room.recordMinutes(cpu.seriesId, midnight, midnight + hour, minuteOf);
    await room.recorder.committed();
    const repair = await room.store.breakInserts("sample_block");
    await room.clock.advance(hour);
    await room.housekeeping.look();
    room.recorder.record(cpu.seriesId, midnight + hour, 1);
    await room.recorder.committed();
    await room.housekeeping.look();
    const during = await room.readings(cpu);
    await repair();
    await room.housekeeping.look();

    expect([during.length, (await room.readings(cpu)).length, room.log.lines.map(({ message }) => message)]).toEqual([
      61,
      61,
      [expect.stringMatching(/^The history cannot be packed: /), "The history is being packed again"],
    ]);
  });
});

describe("packing a finished day", () => {
  it("makes one chunk of its blocks, and rows of hours, once the day is over", async () => {
    const cpu = room.entity("cpu");
    for (let start = midnight; start < midnight + day; start += hour) {
      room.recordMinutes(cpu.seriesId, start, start + hour, minuteOf);
      await room.recorder.committed();
      await room.housekeeping.seal();
    }
    const before = await room.rows();
    await room.housekeeping.packDays();
    const early = await room.rows();
    room.clock.step(day);
    await room.housekeeping.packDays();

    const hours = await room.history.read({ series: [cpu], from: midnight, to: midnight + day, points: 24 });
    expect([before, early, await room.rows(), (await room.readings(cpu)).length]).toEqual([
      { journal: 0, blocks: 24, chunks: 0, rollups: 0 },
      { journal: 0, blocks: 24, chunks: 0, rollups: 0 },
      { journal: 0, blocks: 0, chunks: 1, rollups: 1 },
      1440,
    ]);
    expect(hours.series.get(cpu.seriesId)?.length).toBe(24);
  });

  it("takes readings that come a week late into the chunk and the hours of their day", async () => {
    const cpu = room.entity("cpu");
    room.recordMinutes(cpu.seriesId, midnight, midnight + hour, () => 1);
    await room.recorder.committed();
    await room.housekeeping.seal();
    room.clock.step(8 * day);
    await room.housekeeping.packDays();
    room.recordMinutes(cpu.seriesId, midnight + hour / 2, midnight + 2 * hour, () => 3);
    await room.recorder.committed();
    const query = { series: [cpu], from: midnight, to: midnight + 48 * hour, points: 24 };
    const inMemory = await room.history.read(query);
    await room.housekeeping.seal();
    const inBlocks = await room.history.read(query);
    await room.housekeeping.packDays();
    const packed = await room.history.read(query);

    const first = [midnight, 2, 1, 3];
    expect([inMemory, inBlocks, packed].map(({ series }) => series.get(cpu.seriesId)?.[0])).toEqual([
      first,
      first,
      first,
    ]);
    expect(await room.rows()).toEqual({ journal: 0, blocks: 0, chunks: 1, rollups: 1 });
  });

  it("leaves a damaged day as it is, tells it once, and packs the others", async () => {
    const [cpu, other] = [room.entity("cpu"), room.entity("cpu", "samples", "router")];
    for (const { seriesId } of [cpu, other]) room.recordMinutes(seriesId, midnight, midnight + hour, minuteOf);
    await room.recorder.committed();
    await room.housekeeping.seal();
    await room.store.database.run("UPDATE sample_block SET data = x'00ff00ff' WHERE group_id = $id", {
      id: cpu.groupId,
    });
    room.clock.step(2 * day);
    await room.housekeeping.packDays();
    await room.housekeeping.packDays();

    expect([await room.rows(), await room.readings(cpu), (await room.readings(other)).length]).toEqual([
      { journal: 0, blocks: 1, chunks: 1, rollups: 1 },
      [],
      60,
    ]);
    expect(room.problems.list().map(({ id }) => id)).toEqual(["core.damaged-history"]);
  });

  it("computes the hours of a period anew when their pack is lost", async () => {
    const cpu = room.entity("cpu");
    const days = async (from: number, to: number) => {
      room.recordMinutes(cpu.seriesId, from, to, minuteOf);
      await room.recorder.committed();
      await room.housekeeping.seal();
      room.clock.step(day);
      await room.housekeeping.packDays();
    };
    await days(midnight, midnight + day);
    await days(midnight + day, midnight + 2 * day);
    const query = { series: [cpu], from: midnight, to: midnight + 3 * day, points: 36 };
    await room.store.database.run("UPDATE sample_rollup SET data = x'00'");
    const lost = await room.history.read(query);
    await days(midnight + 2 * day, midnight + 3 * day);

    const rebuilt = await room.history.read(query);
    expect(rebuilt.series.get(cpu.seriesId)?.filter(([, mean]) => mean === null)).toEqual([]);
    expect(lost.series.get(cpu.seriesId)?.slice(0, 24)).toEqual(rebuilt.series.get(cpu.seriesId)?.slice(0, 24));
  });
});

describe("tombstones beyond a thousand of a device", () => {
  it("go with their history when they are pruned, and no other history goes with them", async () => {
    const gone = Array.from({ length: 1010 }, (_, number) => room.entity(`gone_${number}`));
    const kept = room.entity("cpu");
    for (const { seriesId } of [...gone, kept]) room.recordMinutes(seriesId, midnight, midnight + hour, minuteOf);
    for (const { id } of gone) {
      room.entities.remove(id);
      room.clock.step(1);
    }
    await room.recorder.committed();

    await room.housekeeping.prune();

    const left = [...room.entities.all()].map(({ key }) => key);
    expect([
      left.length,
      left.includes("gone_9"),
      left.includes("gone_10"),
      (await room.readings(kept)).length,
    ]).toEqual([1001, false, true, 60]);
  });
});
