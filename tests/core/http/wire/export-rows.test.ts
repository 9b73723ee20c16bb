import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ExportResolution, exportRows } from "../../../../core/http/wire/export-rows.ts";
import type { Entity } from "../../../../core/sdk/index.ts";
import { TestRecorder } from "../../../support/test-recorder.ts";

const minute = 60_000;
const day = 1440 * minute;
const midnight = Date.parse("2026-01-15T00:00:00Z");

let room: TestRecorder;
let cpu: Entity;
let bytes: Entity;

beforeEach(async () => {
  room = await TestRecorder.open();
  cpu = room.entity("cpu_percent");
  bytes = room.entities.register(
    { key: "bytes", name: "Bytes", unit: "B", record: "counter" },
    { device: "nas", integration: "test" },
  );
});

afterEach(() => room.remove());

/** Records a reading a quarter of an hour, in the days up to midnight: cpu the number of the reading, bytes 900 more each time. */
async function recordDays(days: number): Promise<void> {
  for (let index = 0; index < days * 96; index++) {
    const at = midnight - days * day + index * 15 * minute;
    room.recorder.record(cpu.seriesId, at, index);
    room.recorder.record(bytes.seriesId, at, index * 900);
  }
  await room.recorder.committed();
}

async function rowsOf(entities: readonly Entity[], from: number, to: number, resolution: ExportResolution) {
  const found: Record<string, (readonly number[])[]> = {};
  const units = new Set<string | null>();
  for await (const { entity, unit, rows } of exportRows(room.history, { entities, range: { from, to }, resolution })) {
    found[entity.key] = [...(found[entity.key] ?? []), ...rows];
    units.add(unit);
  }
  return { found, units: [...units] };
}

describe("exported rows", () => {
  it("are the readings of the time asked for; a counter's are its counts", async () => {
    await recordDays(2);
    const { found, units } = await rowsOf([cpu, bytes], midnight - 30 * minute, midnight, "raw");

    expect([found, units]).toEqual([
      {
        cpu_percent: [
          [midnight - 30 * minute, 190],
          [midnight - 15 * minute, 191],
        ],
        bytes: [
          [midnight - 30 * minute, 171_000],
          [midnight - 15 * minute, 171_900],
        ],
      },
      [null, "B"],
    ]);
  });

  it("are buckets of five minutes without the empty ones; a counter's are rates", async () => {
    await recordDays(1);
    const { found, units } = await rowsOf([cpu, bytes], midnight - 29 * minute, midnight, "5m");

    expect([found, units]).toEqual([
      {
        cpu_percent: [
          [midnight - 30 * minute, 94, 94, 94],
          [midnight - 15 * minute, 95, 95, 95],
        ],
        bytes: [
          [midnight - 30 * minute, 1, 1, 1],
          [midnight - 15 * minute, 1, 1, 1],
        ],
      },
      [null, "B/s"],
    ]);
  });

  it.each([
    ["5m", 15],
    ["1h", 100],
  ] as const)("in buckets of %s are each there once, however long the time is", async (resolution, days) => {
    await recordDays(days);
    const from = midnight - days * day + 7 * 60 * minute;
    const { found } = await rowsOf([cpu], from, midnight, resolution);

    const times = found["cpu_percent"]?.map(([at = 0]) => at) ?? [];
    const width = resolution === "5m" ? 15 * minute : 60 * minute;
    expect(times).toEqual(Array.from({ length: (midnight - from) / width }, (_, index) => from + index * width));
  });
});
