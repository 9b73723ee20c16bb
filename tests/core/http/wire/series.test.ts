import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readSeries, refuseTooMany, type SeriesRequest } from "../../../../core/http/wire/series.ts";
import type { Entity } from "../../../../core/sdk/index.ts";
import { TestRecorder } from "../../../support/test-recorder.ts";

const noon = Date.parse("2026-01-15T12:00:00Z");
const range = { from: noon, to: noon + 120_000 };

let room: TestRecorder;
let bytes: Entity;

beforeEach(async () => {
  room = await TestRecorder.open();
  const place = { device: "nas", integration: "test" };
  bytes = room.entities.register({ key: "bytes", name: "Bytes", unit: "B", record: "counter" }, place);
});

afterEach(() => room.remove());

interface Answer {
  readonly series: readonly { readonly readings?: readonly unknown[] }[];
}

async function read(request: Partial<SeriesRequest>): Promise<Answer> {
  const whole: SeriesRequest = { entities: [bytes], range, resolution: "buckets", points: 2, ...request };
  const { bytes: text } = await readSeries(room.history, whole);
  return JSON.parse(Buffer.from(text).toString("utf8"));
}

describe("the series of a counter", () => {
  beforeEach(async () => {
    for (const [index, count] of [1000, 1600, 2800].entries()) {
      room.recorder.record(bytes.seriesId, noon - 60_000 + index * 60_000, count);
    }
    await room.recorder.committed();
  });

  it("in buckets is a rate, units a second", async () => {
    expect(await read({ resolution: "buckets" })).toEqual({
      from: "2026-01-15T12:00:00.000Z",
      to: "2026-01-15T12:02:00.000Z",
      bucket_seconds: 60,
      series: [
        {
          entity_id: "nas.bytes",
          unit: "B/s",
          kind: "counter",
          points: [
            [noon, 10, 10, 10],
            [noon + 60_000, 20, 20, 20],
          ],
        },
      ],
    });
  });

  it("as it was recorded is its counts", async () => {
    const { series } = await read({ resolution: "raw" });

    expect(series).toEqual([
      {
        entity_id: "nas.bytes",
        unit: "B",
        kind: "counter",
        readings: [
          [noon, 1600],
          [noon + 60_000, 2800],
        ],
      },
    ]);
  });
});

describe("an answer", () => {
  it("has no more readings than it can hold", async () => {
    for (let index = 0; index < 200_001; index++) {
      room.recorder.record(bytes.seriesId, noon - index, index);
      if (index % 100_000 === 0) await room.recorder.committed();
    }
    const readFrom = (from: number) => read({ resolution: "raw", range: { from, to: noon + 1 } });

    const [most, tooMany] = [await readFrom(noon - 199_999), await readFrom(noon - 200_000).catch((error) => error)];
    await room.recorder.committed();
    expect([most.series[0]?.readings?.length, tooMany]).toEqual([
      200_000,
      expect.objectContaining({ code: "VALIDATION_ERROR", field: "resolution" }),
    ]);
  });

  it("has no more buckets than it can hold", async () => {
    const ask = (points: number) => read({ entities: Array<Entity>(150).fill(bytes), points });

    const [most, tooMany] = [await ask(2000), await ask(2001).catch((error) => error)];
    expect([most.series.length, tooMany]).toEqual([
      150,
      expect.objectContaining({ field: "points", message: "150 entities match; ask for at most 2000 points of each" }),
    ]);
  });

  it("has no more series than 1,000", () => {
    const refuse = (count: number) => () => refuseTooMany(Array<Entity>(count).fill(bytes), "entity_id");

    expect(refuse(1000)).not.toThrow();
    expect(refuse(1001)).toThrow("1001 entities match; ask for at most 1000");
  });
});
