import { decimalsOf } from "./codec/index.ts";
import type { Samples } from "./samples.ts";

/**
 * Readings summed up, a row for each span of time that has any. `weight` is what `sum` is to be divided by for the mean: the number of
 * readings, or for a counter the milliseconds over which it grew by `sum`; `min` and `max` of a counter are rates, units a second.
 */
export interface Rollups {
  /** Begin of each row, Unix milliseconds, ascending. */
  readonly at: Float64Array;
  readonly min: Float64Array;
  readonly max: Float64Array;
  readonly sum: Float64Array;
  readonly weight: Float64Array;
}

/** Takes in one value after the other and sums them up by rows. */
class RowMaker {
  readonly #width: number;
  readonly #rows: { at: number; min: number; max: number; sum: number; weight: number }[] = [];

  constructor(width: number) {
    this.#width = width;
  }

  add(at: number, value: number, sum: number, weight: number): void {
    const start = Math.floor(at / this.#width) * this.#width;
    const last = this.#rows.at(-1);
    if (last?.at !== start) {
      this.#rows.push({ at: start, min: value, max: value, sum, weight });
      return;
    }
    if (value < last.min) last.min = value;
    if (value > last.max) last.max = value;
    last.sum += sum;
    last.weight += weight;
  }

  finish(): Rollups {
    const column = (key: "at" | "min" | "max" | "sum" | "weight") => Float64Array.from(this.#rows, (row) => row[key]);
    return { at: column("at"), min: column("min"), max: column("max"), sum: column("sum"), weight: column("weight") };
  }
}

/** Sums up readings in rows of `width` milliseconds. */
export function rollUp({ at, values }: Samples, width: number): Rollups {
  const rows = new RowMaker(width);
  for (let index = 0; index < at.length; index++) {
    const value = values[index] as number;
    rows.add(at[index] as number, value, value, 1);
  }
  return withoutDust(rows.finish(), values);
}

/**
 * Sums up the growth of a counter in rows of `width` milliseconds; `before` is its last reading ahead of these. What it counted between
 * two readings belongs to the row of the later one.
 */
export function rollUpCounter(samples: Samples, before: Reading | undefined, width: number): Rollups {
  const rows = new RowMaker(width);
  eachGrowth(samples, before, (at, growth, milliseconds) => {
    rows.add(at, Number(((growth * 1000) / milliseconds).toPrecision(6)), growth, milliseconds);
  });
  return withoutDust(rows.finish(), samples.values);
}

/** One reading. */
export interface Reading {
  readonly at: number;
  readonly value: number;
}

/** By how much a counter grew between each reading and the one before. One that became smaller began anew from zero. */
export function eachGrowth(
  { at, values }: Samples,
  before: Reading | undefined,
  each: (at: number, growth: number, milliseconds: number) => void,
): void {
  let lastAt = before?.at ?? Number.NaN;
  let lastValue = before?.value ?? Number.NaN;
  for (let index = 0; index < at.length; index++) {
    const [moment, value] = [at[index] as number, values[index] as number];
    const elapsed = moment - lastAt;
    if (elapsed > 0) each(moment, value < lastValue ? value : value - lastValue, elapsed);
    lastAt = moment;
    lastValue = value;
  }
}

/** `rows` with those from `from` to before `to` replaced by `fresh`, which lie in between. */
export function replaceRows(rows: Rollups, fresh: Rollups, from: number, to: number): Rollups {
  const keepBefore = rows.at.findIndex((at) => at >= from);
  const head = keepBefore < 0 ? rows.at.length : keepBefore;
  const keepAfter = rows.at.findIndex((at) => at >= to);
  const tail = keepAfter < 0 ? rows.at.length : keepAfter;
  const join = (old: Float64Array, middle: Float64Array) => {
    const joined = new Float64Array(head + middle.length + old.length - tail);
    joined.set(old.subarray(0, head));
    joined.set(middle, head);
    joined.set(old.subarray(tail), head + middle.length);
    return joined;
  };
  return {
    at: join(rows.at, fresh.at),
    min: join(rows.min, fresh.min),
    max: join(rows.max, fresh.max),
    sum: join(rows.sum, fresh.sum),
    weight: join(rows.weight, fresh.weight),
  };
}

/** A sum of decimals has no more of them than they have: without the dust of binary fractions it packs well. */
function withoutDust(rollups: Rollups, values: Float64Array): Rollups {
  const decimals = decimalsOf(values);
  if (decimals === undefined) return rollups;
  const scale = 10 ** decimals;
  const round = (sum: number) => {
    const rounded = Math.round(sum * scale) / scale;
    return Number.isFinite(rounded) ? rounded : sum;
  };
  return { ...rollups, sum: rollups.sum.map(round) };
}
