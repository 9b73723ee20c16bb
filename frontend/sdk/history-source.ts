import type { Undo } from "../../core/sdk/index.ts";

const hour = 3_600_000;

/** The ranges of time that can be read, all up to now, in milliseconds. */
export const rangeMilliseconds = {
  "1h": hour,
  "24h": 24 * hour,
  "7d": 7 * 24 * hour,
  "30d": 30 * 24 * hour,
  "1y": 365 * 24 * hour,
} as const;

/** A range of time up to now. */
export type HistoryRange = keyof typeof rangeMilliseconds;

/** Whether readings of now are added to a range as they come. Of longer ones a bucket is hours, of which one reading says little. */
export function isLiveRange(range: HistoryRange): boolean {
  return rangeMilliseconds[range] <= rangeMilliseconds["24h"];
}

/**
 * One bucket of a series: when it starts (Unix milliseconds) and its mean, `null` where nothing was recorded. The bucket
 * that is still filling holds the latest reading.
 */
export interface HistoryPoint {
  readonly time: number;
  readonly value: number | null;
  /** The bucket's lowest and highest reading; missing in one that is not from the hub. */
  readonly lowest?: number | null;
  readonly highest?: number | null;
}

/** Recorded readings on one grid of buckets. */
export interface History {
  readonly bucketMilliseconds: number;
  readonly pointsByEntity: ReadonlyMap<string, readonly HistoryPoint[]>;
}

/** What to read of the past. */
export interface HistoryQuery {
  /** Entity ids or patterns. */
  readonly entities: readonly string[];
  readonly range: HistoryRange;
  /** How many buckets the time is divided into. */
  readonly points: number;
}

/** Recorded readings of numeric entities. */
export interface HistorySource {
  /** Reads the past once. Rejects when the hub cannot be reached. */
  load(query: HistoryQuery, signal: AbortSignal): Promise<History>;
  /** Calls `listener` when this page missed readings (lost connection, hidden tab), so history is to be read again. */
  onGap(listener: () => void): Undo;
}
