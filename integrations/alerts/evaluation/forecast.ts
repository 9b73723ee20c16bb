/** One hour's mean of a percentage. `at` is Unix milliseconds. */
export interface HourlyMean {
  readonly at: number;
  readonly value: number;
}

const hourMilliseconds = 3_600_000;
/** Less says nothing of a trend. */
const leastHours = 24;
/** Somebody has deleted something, in points from one hour to the next. */
const deletionPoints = 2;
/** A rise of less than this over the whole time is noise, in points. */
const leastRise = 1;
/** Further ahead nobody looks, in days. */
const longestDays = 3650;

/**
 * In how many days a percentage that goes on as it did reaches 100, at most 3650; `null` when less than a day is known. The slope is the
 * median of those between all pairs of hours (Theil and Sen), so that single jumps do not count. What lies before the last deletion
 * counts only where there is less than a day since.
 */
export function daysUntilFull(means: readonly HourlyMean[]): number | null {
  const since = sinceLastDeletion(means);
  const trend = spanOf(since) >= leastHours ? since : means;
  const level = trend.at(-1)?.value;
  if (level === undefined || spanOf(trend) < leastHours) return null;
  if (level >= 100) return 0;
  const slope = medianSlope(trend);
  if (slope * spanOf(trend) < leastRise) return longestDays;
  return Math.min(longestDays, (100 - level) / (slope * 24));
}

function sinceLastDeletion(means: readonly HourlyMean[]): readonly HourlyMean[] {
  const last = means.findLastIndex(({ value }, index) => (means[index - 1]?.value ?? value) - value >= deletionPoints);
  return last < 0 ? means : means.slice(last);
}

/** Hours from the first to the last. */
function spanOf(means: readonly HourlyMean[]): number {
  return ((means.at(-1)?.at ?? 0) - (means[0]?.at ?? 0)) / hourMilliseconds;
}

/** Points an hour. */
function medianSlope(means: readonly HourlyMean[]): number {
  const slopes = means.flatMap((one, index) =>
    means.slice(index + 1).map(({ at, value }) => ((value - one.value) / (at - one.at)) * hourMilliseconds),
  );
  slopes.sort((one, other) => one - other);
  return slopes[Math.floor(slopes.length / 2)] ?? 0;
}
