import type { PackSeries } from "./codec/index.ts";
import type { Rollups } from "./rollup.ts";

const none = new Float64Array();
export const noRollups: Rollups = { at: none, min: none, max: none, sum: none, weight: none };

/** Rollups as the columns of a pack. */
export function toColumns(seriesId: number, { at, min, max, sum, weight }: Rollups): PackSeries {
  return { seriesId, at, columns: [min, max, sum, weight] };
}

/** A series of such a pack as rollups; none when it is not in there. */
export function toRollups(series: PackSeries | undefined): Rollups {
  if (!series) return noRollups;
  const [min = none, max = none, sum = none, weight = none] = series.columns;
  return { at: series.at, min, max, sum, weight };
}
