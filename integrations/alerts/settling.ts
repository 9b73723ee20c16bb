/**
 * After a start of the hub every machine has so long to report before anything that the last run left as it was is told of. Milliseconds.
 */
export const settlingMilliseconds = 180_000;
