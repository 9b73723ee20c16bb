import type { Machine } from "../../../core/sdk/index.ts";

const leastSeconds = 180;

/** Readings of a machine that are further apart, in milliseconds, are no series: as long as it takes until a machine counts as offline. */
export function longestGap(machine: Machine | undefined): number {
  return Math.max(leastSeconds, 3 * (machine?.intervalSeconds ?? 60)) * 1000;
}
