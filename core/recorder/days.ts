/** Days, hours and periods, all since the Unix epoch and in UTC. */
export const hourMilliseconds = 3_600_000;
export const dayMilliseconds = 86_400_000;

/** The number of the day in which a moment lies. */
export function dayOf(at: number): number {
  return Math.floor(at / dayMilliseconds);
}

/** A kind of rollup: how wide its rows are, and how many days make a pack. */
export interface Tier {
  /** Seconds; also its name in the database. */
  readonly seconds: 300 | 3600;
  readonly periodDays: number;
}

/** Computed for every finished day. A pack of 16 days makes a year 23 reads. */
export const hourTier: Tier = { seconds: 3600, periodDays: 16 };
/** Computed from the readings when these are too old to be kept: until then they take less room than this would. */
export const fiveMinuteTier: Tier = { seconds: 300, periodDays: 1 };

/** The days of the moments from `from` to before `to`. */
export function boundsOf(from: number, to: number): Bounds {
  return { first: dayOf(from), last: dayOf(to - 1) };
}

/** Every number from the first to the last. */
export function eachOf({ first, last }: Bounds): number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
}

/** Days or periods from the first to the last, both included. */
export interface Bounds {
  readonly first: number;
  readonly last: number;
}
