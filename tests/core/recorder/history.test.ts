import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type HistoryPoint, type HistoryQuery, readHistory } from "../../../core/recorder/history.ts";
import { TestDatabase } from "../../support/test-database.ts";

interface Sample {
  readonly seriesId: number;
  readonly at: number;
  readonly value: number;
}

let store: TestDatabase;

beforeAll(async () => {
  store = await TestDatabase.open();
});

beforeEach(() => store.database.run("DELETE FROM sample"));
afterAll(() => store.remove());

async function insert(samples: readonly Sample[]): Promise<void> {
  await store.database.run(
    `INSERT OR IGNORE INTO sample (series_id, at, value) SELECT json_extract(value, '$.seriesId'),
      json_extract(value, '$.at'), json_extract(value, '$.value') FROM json_each($samples)`,
    { samples: JSON.stringify(samples) },
  );
}

/** The same, from the definition: one bucket after the other. */
function expectedPoints(samples: readonly Sample[], seriesId: number, { from, to, points }: HistoryQuery) {
  const width = Math.max(1000, Math.ceil((to - from) / points / 1000) * 1000);
  const result: HistoryPoint[] = [];
  for (let start = Math.floor(from / width) * width; start < to; start += width) {
    const values = samples
      .filter((sample) => sample.seriesId === seriesId && sample.at >= start && sample.at < Math.min(start + width, to))
      .map(({ value }) => value);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    result.push(
      values.length === 0 ? [start, null, null, null] : [start, mean, Math.min(...values), Math.max(...values)],
    );
  }
  return result;
}

const noon = Date.parse("2026-01-15T12:00:00Z");
const query = fc
  .record({
    from: fc.integer({ min: noon, max: noon + 100_000 }),
    duration: fc.integer({ min: 1, max: 200_000 }),
    points: fc.integer({ min: 1, max: 50 }),
  })
  .map(({ from, duration, points }) => ({ seriesIds: [1, 2], from, to: from + duration, points }));
const sample = fc.record({
  seriesId: fc.integer({ min: 1, max: 3 }),
  at: fc.integer({ min: noon - 50_000, max: noon + 350_000 }),
  // Sums of these are exact, whatever their order.
  value: fc.integer({ min: -1_000_000, max: 1_000_000 }).map((number) => number / 8),
});

describe("readHistory", () => {
  it("gives mean, smallest and largest reading of each bucket, and null where there is none", async () => {
    await insert([
      { seriesId: 1, at: noon, value: 1 },
      { seriesId: 1, at: noon + 9999, value: 4 },
      { seriesId: 1, at: noon + 20_000, value: -2 },
    ]);

    const history = await readHistory(store.database, { seriesIds: [1], from: noon, to: noon + 40_000, points: 4 });

    expect(history).toEqual({
      from: noon,
      bucketMilliseconds: 10_000,
      series: new Map([
        [
          1,
          [
            [noon, 2.5, 1, 4],
            [noon + 10_000, null, null, null],
            [noon + 20_000, -2, -2, -2],
            [noon + 30_000, null, null, null],
          ],
        ],
      ]),
    });
  });

  it("lays all series on one grid of whole seconds, whatever the range begins with", async () => {
    const range = { seriesIds: [1, 2], from: noon + 1234, to: noon + 11_234, points: 4 };

    const { from, bucketMilliseconds, series } = await readHistory(store.database, range);

    const grid = [0, 3000, 6000, 9000].map((offset) => [noon + offset, null, null, null]);
    expect([from, bucketMilliseconds, [...series]]).toEqual([
      noon,
      3000,
      [
        [1, grid],
        [2, grid],
      ],
    ]);
  });

  it("does not cut time finer than a second", async () => {
    const range = { seriesIds: [1], from: noon, to: noon + 2000, points: 2000 };

    expect((await readHistory(store.database, range)).series.get(1)?.length).toBe(2);
  });

  it("answers nothing when nothing is asked for", async () => {
    const { series } = await readHistory(store.database, { seriesIds: [], from: noon, to: noon + 1000, points: 1 });

    expect([...series]).toEqual([]);
  });

  it("computes what its definition says", async () => {
    await fc.assert(
      fc
        .asyncProperty(
          query,
          fc.uniqueArray(sample, { selector: ({ seriesId, at }) => `${seriesId} ${at}` }),
          async (range, samples) => {
            await insert(samples);

            const { series } = await readHistory(store.database, range);

            expect([...series]).toEqual(range.seriesIds.map((id) => [id, expectedPoints(samples, id, range)]));
          },
        )
        .afterEach(() => store.database.run("DELETE FROM sample")),
      { numRuns: 150 },
    );
  });
});
