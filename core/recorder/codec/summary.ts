import { decimalsOf, powersOfTen } from "./decimals.ts";

/** What the directory says of the values of a column. */
export interface ColumnSummary {
  readonly min: number;
  readonly max: number;
  /** Rounded to the decimals that the values have, so that 0.1 + 0.2 is 0.3. */
  readonly sum: number;
}

/** All 0 when there are no values. */
export function summaryOfColumn(values: Float64Array = new Float64Array()): ColumnSummary {
  if (values.length === 0) return { min: 0, max: 0, sum: 0 };
  let min = values[0] as number;
  let max = min;
  let sum = 0;
  for (const value of values) {
    if (value < min) min = value;
    if (value > max) max = value;
    sum += value;
  }
  return { min, max, sum: rounded(sum, decimalsOf(values)) };
}

function rounded(sum: number, decimals: number | undefined): number {
  if (decimals === undefined) return sum;
  const power = powersOfTen[decimals] as number;
  const scaled = Math.round(sum * power);
  return Number.isSafeInteger(scaled) ? scaled / power : sum;
}
