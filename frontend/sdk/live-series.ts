import { longestBridge } from "./history-gaps.ts";
import type { HistoryPoint } from "./history-source.ts";

/** No chart shows more buckets than this, so a reading that holds for weeks fills no more of them. */
const mostHeldBuckets = 2000;

/**
 * One series that starts as recorded buckets and grows by live readings on the same grid. The hub sends a reading only
 * when it became different, so a reading holds until the next one.
 */
export class LiveSeries {
  readonly #bucketMilliseconds: number;
  #points: HistoryPoint[];
  #last: HistoryPoint | undefined;

  constructor(bucketMilliseconds: number, recorded: readonly HistoryPoint[]) {
    this.#bucketMilliseconds = bucketMilliseconds;
    this.#points = [...recorded];
  }

  /** Adds the latest reading. One that was added before, or that is older than the last, changes nothing. */
  add(reading: HistoryPoint): void {
    if (this.#last && reading.time <= this.#last.time) return;
    this.#points.push(...this.#heldUntil(reading.time));
    this.#put({ time: this.#bucketOf(reading.time), value: reading.value });
    this.#last = reading;
  }

  /** Points between two moments (Unix milliseconds), oldest first; the last reading holds until the second one. */
  between(from: number, until: number): readonly HistoryPoint[] {
    const oldest = from - this.#bucketMilliseconds;
    if ((this.#points[0]?.time ?? from) < oldest) this.#points = this.#points.filter(({ time }) => time >= oldest);
    const present = { time: this.#bucketOf(until), value: this.#last?.value ?? null };
    const isBehind = this.#last !== undefined && (this.#points.at(-1)?.time ?? 0) < present.time;
    const points = [...this.#points, ...this.#heldUntil(until), ...(isBehind ? [present] : [])];
    return points.filter(({ time }) => time >= oldest && time <= until);
  }

  /** Points for a reading that held for so long that the line would break otherwise. */
  #heldUntil(time: number): readonly HistoryPoint[] {
    const newest = this.#points.at(-1)?.time;
    if (!this.#last || newest === undefined || time - newest <= longestBridge(this.#bucketMilliseconds)) return [];
    const held: HistoryPoint[] = [];
    const end = this.#bucketOf(time);
    const start = Math.max(newest + this.#bucketMilliseconds, end - mostHeldBuckets * this.#bucketMilliseconds);
    for (let at = start; at < end; at += this.#bucketMilliseconds) held.push({ time: at, value: this.#last.value });
    return held;
  }

  #put(point: HistoryPoint): void {
    const newest = this.#points.at(-1);
    if (!newest || newest.time < point.time) this.#points.push(point);
    else if (newest.time === point.time) this.#points[this.#points.length - 1] = point;
  }

  /** The grid is the recorded one; without any, buckets start at multiples of their length. */
  #bucketOf(time: number): number {
    const origin = this.#points[0]?.time ?? 0;
    return origin + Math.floor((time - origin) / this.#bucketMilliseconds) * this.#bucketMilliseconds;
  }
}
