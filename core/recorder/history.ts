import type { Database } from "../storage/database.ts";

/** What to read: series and a range of time in Unix milliseconds, cut into so many buckets. */
export interface HistoryQuery {
  readonly seriesIds: readonly number[];
  readonly from: number;
  readonly to: number;
  readonly points: number;
}

/** One bucket: its start in Unix milliseconds, then mean, smallest and largest reading; `null` where there is none. */
export type HistoryPoint = readonly [at: number, mean: number | null, min: number | null, max: number | null];

/** The answer: one list of points per series, all on the same grid. */
export interface History {
  readonly from: number;
  readonly bucketMilliseconds: number;
  readonly series: ReadonlyMap<number, readonly HistoryPoint[]>;
}

interface BucketRow {
  readonly series_id: number;
  readonly bucket: number;
  readonly mean: number;
  readonly min: number;
  readonly max: number;
}

const selectBuckets = `SELECT series_id, CAST((at - $from) / $width AS INTEGER) AS bucket,
    avg(value) AS mean, min(value) AS min, max(value) AS max
  FROM sample
  WHERE series_id IN (SELECT value FROM json_each($ids)) AND at >= $from AND at < $to
  GROUP BY series_id, bucket`;

/** Reads several series at once, downsampled. Buckets lie on a grid of whole widths, so live points can be appended. */
export async function readHistory(database: Database, query: HistoryQuery): Promise<History> {
  const width = Math.max(1000, Math.ceil((query.to - query.from) / query.points / 1000) * 1000);
  const from = Math.floor(query.from / width) * width;
  const count = Math.ceil((query.to - from) / width);
  const series = new Map(query.seriesIds.map((id) => [id, emptyGrid(from, width, count)]));
  const ids = JSON.stringify(query.seriesIds);
  for (const row of await database.select<BucketRow>(selectBuckets, { from, width, to: query.to, ids })) {
    const grid = series.get(row.series_id);
    if (grid) grid[row.bucket] = [from + row.bucket * width, row.mean, row.min, row.max];
  }
  return { from, bucketMilliseconds: width, series };
}

function emptyGrid(from: number, width: number, count: number): HistoryPoint[] {
  return Array.from({ length: count }, (_, index) => [from + index * width, null, null, null]);
}
