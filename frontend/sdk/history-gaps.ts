import type { HistoryPoint } from "./history-source.ts";

/** A point of which the value is known. */
export interface KnownPoint {
  readonly time: number;
  readonly value: number;
}

/** Shorter than this, an absence is a heartbeat that came late. The hub takes a machine for offline after 180 s. */
const bridgedMilliseconds = 150_000;

/** How far apart two readings may be to belong to one line. Farther apart there is a gap. */
export function longestBridge(bucketMilliseconds: number): number {
  return Math.max(bridgedMilliseconds, bucketMilliseconds * 2.5);
}

/** The known points in runs without a gap between them. */
export function runsOf(points: readonly HistoryPoint[]): readonly (readonly KnownPoint[])[] {
  const bridge = longestBridge((points[1]?.time ?? 0) - (points[0]?.time ?? 0));
  const runs: KnownPoint[][] = [];
  for (const { time, value } of points) {
    if (value === null) continue;
    const run = runs.at(-1);
    const previous = run?.at(-1);
    if (run && previous && time - previous.time <= bridge) run.push({ time, value });
    else runs.push([{ time, value }]);
  }
  return runs;
}

/** The indexes of points that a gap leads to: from the point before each of them no line is drawn. */
export function gapsOf(points: readonly HistoryPoint[]): ReadonlySet<number> {
  const runs = runsOf(points);
  const ends = new Map(runs.slice(1).map((run, index) => [runs[index]?.at(-1)?.time, run[0]?.time] as const));
  const gaps = new Set<number>();
  let gapEnd: number | undefined;
  for (const [index, { time, value }] of points.entries()) {
    if (gapEnd !== undefined) gaps.add(index);
    if (gapEnd === time) gapEnd = undefined;
    if (value !== null) gapEnd = ends.get(time);
  }
  return gaps;
}
