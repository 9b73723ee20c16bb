const firstSeconds = 2;

/** When to try again. */
export interface BackOffOptions {
  /** Failures in a row, from 1. */
  readonly failures: number;
  readonly longestSeconds: number;
  /** What the hub asked for. */
  readonly retryAfterSeconds: number | null;
  /** 0 ≤ random < 1. */
  readonly random: number;
}

/**
 * Seconds until the next attempt: doubling from 2 s, with half of it random so that a fleet does not return at once. The
 * hub's own wish is the least.
 */
export function backOffSeconds({ failures, longestSeconds, retryAfterSeconds, random }: BackOffOptions): number {
  const ceiling = Math.min(longestSeconds, firstSeconds * 2 ** (failures - 1));
  const wished = (retryAfterSeconds ?? 0) * (1 + random / 4);
  return Math.max(wished, ceiling * (0.5 + random / 2));
}
