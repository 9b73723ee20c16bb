import type { RecordKind } from "../sdk/index.ts";
import { hourMilliseconds } from "./days.ts";
import type { Rollups } from "./rollup.ts";
import { eachGrowth, type Reading } from "./rollup.ts";
import type { Samples } from "./samples.ts";

/** One bucket: its start in Unix milliseconds, then mean, smallest and largest reading; `null` where there is none. */
export type HistoryPoint = readonly [at: number, mean: number | null, min: number | null, max: number | null];

/** Buckets of one width that lie next to each other. Times are Unix milliseconds. */
export interface Buckets {
  readonly from: number;
  readonly width: number;
  readonly count: number;
}

const fiveMinutes = 300_000;

/**
 * Cuts a range into at most so many buckets. They lie on a grid of whole widths, so that live points can be appended; a width is whole
 * seconds, from five minutes on whole five minutes and from an hour on whole hours, so that rollups fit into buckets.
 */
export function bucketsOf(from: number, to: number, points: number): Buckets {
  const least = (to - from) / points;
  const unit = least > fiveMinutes ? (least > hourMilliseconds ? hourMilliseconds : fiveMinutes) : 1000;
  const width = Math.max(1, Math.ceil(least / unit)) * unit;
  const start = Math.floor(from / width) * width;
  return { from: start, width, count: Math.ceil((to - start) / width) };
}

/** Sums up what one series was in each bucket. */
export class Grid {
  readonly #buckets: Buckets;
  /** What a mean is per: 1 for one reading, 1,000 for the milliseconds of a counter that grows by so much a second. */
  readonly #per: number;
  readonly #min: Float64Array;
  readonly #max: Float64Array;
  readonly #sum: Float64Array;
  readonly #weight: Float64Array;

  constructor(buckets: Buckets, kind: RecordKind) {
    this.#buckets = buckets;
    this.#per = kind === "counter" ? 1000 : 1;
    this.#min = new Float64Array(buckets.count);
    this.#max = new Float64Array(buckets.count);
    this.#sum = new Float64Array(buckets.count);
    this.#weight = new Float64Array(buckets.count);
  }

  addSamples({ at, values }: Samples): void {
    for (let index = 0; index < at.length; index++) {
      const value = values[index] as number;
      this.#add(at[index] as number, value, value, value, 1);
    }
  }

  /** Adds a counter as its rates, units a second. `before` is its last reading ahead of these. */
  addCounter(samples: Samples, before: Reading | undefined): void {
    eachGrowth(samples, before, (at, growth, milliseconds) => {
      const rate = (growth * 1000) / milliseconds;
      this.#add(at, rate, rate, growth, milliseconds);
    });
  }

  /** Adds rows of rollups, apart from those that begin on a day for which `isLeftOut`. */
  addRollups({ at, min, max, sum, weight }: Rollups, isLeftOut: (at: number) => boolean): void {
    for (let index = 0; index < at.length; index++) {
      const start = at[index] as number;
      if (isLeftOut(start)) continue;
      this.#add(start, min[index] as number, max[index] as number, sum[index] as number, weight[index] as number);
    }
  }

  points(): HistoryPoint[] {
    const { from, width, count } = this.#buckets;
    return Array.from({ length: count }, (_, index): HistoryPoint => {
      const start = from + index * width;
      const weight = this.#weight[index] as number;
      if (weight === 0) return [start, null, null, null];
      const [min, max] = [this.#min[index] as number, this.#max[index] as number];
      // A mean lies between the two also where a sum of fractions does not.
      const mean =
        min === max ? min : Math.min(max, Math.max(min, ((this.#sum[index] as number) * this.#per) / weight));
      return [start, mean, min, max];
    });
  }

  #add(at: number, min: number, max: number, sum: number, weight: number): void {
    const index = Math.floor((at - this.#buckets.from) / this.#buckets.width);
    if (index < 0 || index >= this.#buckets.count) return;
    const isFirst = this.#weight[index] === 0;
    if (isFirst || min < (this.#min[index] as number)) this.#min[index] = min;
    if (isFirst || max > (this.#max[index] as number)) this.#max[index] = max;
    this.#sum[index] = (this.#sum[index] as number) + sum;
    this.#weight[index] = (this.#weight[index] as number) + weight;
  }
}
