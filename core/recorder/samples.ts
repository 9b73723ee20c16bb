/** Readings of one series, in columns: `at` in Unix milliseconds, ascending, each moment once. */
export interface Samples {
  readonly at: Float64Array;
  readonly values: Float64Array;
}

export const noSamples: Samples = { at: new Float64Array(), values: new Float64Array() };

/** Puts readings in order of time. Of several at one moment the first in the list stays. */
export function inOrder({ at, values }: Samples): Samples {
  if (isAscending(at)) return { at, values };
  // Sorting is stable, so the first of a moment stays before its repetitions.
  const order = Array.from(at.keys()).sort((one, other) => (at[one] as number) - (at[other] as number));
  const kept = order.filter((index, place) => place === 0 || at[index] !== at[order[place - 1] as number]);
  return {
    at: Float64Array.from(kept, (index) => at[index] as number),
    values: Float64Array.from(kept, (index) => values[index] as number),
  };
}

/** All readings of several lists as one. Of several at one moment that of the earliest list stays. */
export function mergeSamples(lists: readonly Samples[]): Samples {
  const filled = lists.filter(({ at }) => at.length > 0);
  if (filled.length < 2) return filled[0] ?? noSamples;
  const length = filled.reduce((sum, { at }) => sum + at.length, 0);
  const all = { at: new Float64Array(length), values: new Float64Array(length) };
  let offset = 0;
  for (const { at, values } of filled) {
    all.at.set(at, offset);
    all.values.set(values, offset);
    offset += at.length;
  }
  return inOrder(all);
}

/** Those from `from` to before `to`; shares the memory of the whole. */
export function sliceSamples({ at, values }: Samples, from: number, to: number): Samples {
  const [start, end] = [firstAtOrAfter(at, from), firstAtOrAfter(at, to)];
  return { at: at.subarray(start, end), values: values.subarray(start, end) };
}

/** The first index whose moment is not before `moment`. */
export function firstAtOrAfter(at: Float64Array, moment: number): number {
  let [low, high] = [0, at.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((at[middle] as number) < moment) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isAscending(at: Float64Array): boolean {
  for (let index = 1; index < at.length; index++) {
    if ((at[index] as number) <= (at[index - 1] as number)) return false;
  }
  return true;
}
