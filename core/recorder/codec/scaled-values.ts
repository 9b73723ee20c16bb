import { decimalsOfOne, mostDecimals, scaledInteger } from "./decimals.ts";

/** A value that does not scale like the others, and its place in the column. */
export interface Exception {
  readonly index: number;
  readonly value: number;
}

/** A column of decimals as integers. */
export interface ScaledValues {
  readonly decimals: number;
  /** Value times 10^decimals. At an exception the integer before it is repeated. */
  readonly integers: Float64Array;
  readonly exceptions: readonly Exception[];
}

/** One exception takes about nine bytes; with more of them the column is better left as float64. */
const samplesPerException = 16;

/** Integers whose range is smaller have differences, and differences of differences, that are exact in float64. */
const largestRange = 2 ** 50;

/** Scales the values to integers, as exactly as `scaledInteger` does; `undefined` when too many have none. */
export function scaleValues(values: Float64Array): ScaledValues | undefined {
  const mostExceptions = Math.floor(values.length / samplesPerException);
  const decimals = fewestDecimals(values, mostExceptions);
  if (decimals === undefined) return undefined;
  const integers = new Float64Array(values.length);
  const exceptions: Exception[] = [];
  let last = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index] as number;
    const scaled = scaledInteger(value, decimals);
    if (scaled === undefined) exceptions.push({ index, value });
    else last = scaled;
    integers[index] = last;
  }
  const fits = exceptions.length <= mostExceptions && rangeOf(integers) < largestRange;
  return fits ? { decimals, integers, exceptions } : undefined;
}

/** The fewest decimals that do for all values but `mostExceptions`. */
function fewestDecimals(values: Float64Array, mostExceptions: number): number | undefined {
  const valuesByDecimals = new Uint32Array(mostDecimals + 1);
  let likely = 0;
  let exceptions = 0;
  for (const value of values) {
    const decimals = hasDecimals(value, likely) ? likely : decimalsOfOne(value);
    if (decimals === undefined) {
      if (++exceptions > mostExceptions) return undefined;
    } else {
      valuesByDecimals[decimals] = (valuesByDecimals[decimals] as number) + 1;
      likely = decimals;
    }
  }
  let decimals = 0;
  let more = values.length - (valuesByDecimals[0] as number);
  while (more > mostExceptions) more -= valuesByDecimals[++decimals] as number;
  return decimals;
}

/** Whether `value` has exactly so many decimals. Quicker than counting them when the guess is right. */
function hasDecimals(value: number, decimals: number): boolean {
  return (
    scaledInteger(value, decimals) !== undefined && (decimals === 0 || scaledInteger(value, decimals - 1) === undefined)
  );
}

function rangeOf(integers: Float64Array): number {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const integer of integers) {
    if (integer < min) min = integer;
    if (integer > max) max = integer;
  }
  return max - min;
}
