import type { HistoryQuery, HistoryReader } from "../../recorder/history.ts";
import type { Entity } from "../../sdk/index.ts";
import { rateUnitOf, unitOf } from "./series.ts";
import type { TimeRange } from "./time-range.ts";

/** How finely an export shows the time: readings as they came, or buckets of five minutes or an hour. */
export type ExportResolution = "raw" | "5m" | "1h";

/** One row: its moment (Unix milliseconds) and a number for each column of its table. */
export type ExportedRow = readonly [at: number, ...values: readonly number[]];

/** Some rows of one entity, in order of time. */
export interface ExportedRows {
  readonly entity: Entity;
  readonly unit: string | null;
  readonly rows: Iterable<ExportedRow>;
}

/** What is exported: entities that are recorded as numbers, in a range of time. */
export interface ExportSelection {
  readonly entities: readonly Entity[];
  readonly range: TimeRange;
  readonly resolution: ExportResolution;
}

/** Width of a bucket, and how long a time is read at once: small enough for memory, and whole days in whole periods. */
const steps = {
  "5m": { width: 300_000, slice: 4 * 86_400_000 },
  "1h": { width: 3_600_000, slice: 64 * 86_400_000 },
} as const;

/** Most entities of which a slice is in memory. */
const seriesAtOnce = 64;

/** The columns of numbers that rows have. */
export function exportColumns(resolution: ExportResolution): readonly string[] {
  return resolution === "raw" ? ["value"] : ["mean", "min", "max"];
}

/** Reads rows a slice of time after the other, and within a slice an entity after the other; empty buckets are left out. */
export function exportRows(history: HistoryReader, selection: ExportSelection): AsyncGenerator<ExportedRows> {
  const { resolution } = selection;
  return resolution === "raw" ? readingRows(history, selection) : bucketRows(history, selection, steps[resolution]);
}

async function* readingRows(
  history: HistoryReader,
  { entities, range }: ExportSelection,
): AsyncGenerator<ExportedRows> {
  const bySeries = new Map(entities.map((entity) => [entity.seriesId, entity]));
  for await (const { seriesId, samples } of history.samples(entities, range.from, range.to)) {
    const entity = bySeries.get(seriesId);
    if (entity) yield { entity, unit: unitOf(entity), rows: zip(samples.at, samples.values) };
  }
}

function* zip(at: Float64Array, values: Float64Array): Generator<ExportedRow> {
  for (let index = 0; index < at.length; index++) yield [at[index] as number, values[index] as number];
}

async function* bucketRows(
  history: HistoryReader,
  { entities, range }: ExportSelection,
  { width, slice }: (typeof steps)[keyof typeof steps],
): AsyncGenerator<ExportedRows> {
  const from = Math.floor(range.from / width) * width;
  const until = Math.ceil(range.to / width) * width;
  // From the second one on, slices begin with whole periods of rollups.
  for (let start = from; start < until; start = (Math.floor(start / slice) + 1) * slice) {
    const end = Math.min(until, (Math.floor(start / slice) + 1) * slice);
    for (let index = 0; index < entities.length; index += seriesAtOnce) {
      const some = entities.slice(index, index + seriesAtOnce);
      yield* bucketsOf(history, some, { from: start, to: end, points: (end - start) / width });
    }
  }
}

async function* bucketsOf(
  history: HistoryReader,
  entities: readonly Entity[],
  query: Omit<HistoryQuery, "series">,
): AsyncGenerator<ExportedRows> {
  const { series } = await history.read({ series: entities, ...query });
  for (const entity of entities) {
    const buckets = series.get(entity.seriesId) ?? [];
    const rows = buckets.filter((bucket): bucket is [number, number, number, number] => bucket[1] !== null);
    if (rows.length > 0) yield { entity, unit: rateUnitOf(entity), rows };
  }
}
