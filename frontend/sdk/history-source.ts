import type { Undo } from "../../core/sdk/index.ts";

/**
 * One bucket of a series: when it starts (Unix milliseconds) and its mean, `null` where nothing was recorded. The bucket
 * that is still filling holds the latest reading.
 */
export interface HistoryPoint {
  readonly time: number;
  readonly value: number | null;
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
  /** How far back, in minutes. */
  readonly minutes: number;
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
