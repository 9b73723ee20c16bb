/** The most decimals that count as few. Beyond nine, most numbers of float64 have as many as they can. */
export const mostDecimals = 9;

/** 10^0 to 10^9, all exact in float64. */
export const powersOfTen: readonly number[] = Array.from({ length: mostDecimals + 1 }, (_, index) => 10 ** index);

/**
 * The integer m with m / 10^decimals === value, bit for bit; `undefined` when there is none within 2^53 (and for negative zero).
 * The division of two exact integers is correctly rounded, so a decoder that divides gets the same float64.
 * Source: Afroozeh, Kuffo and Boncz, "ALP: Adaptive Lossless floating-Point Compression", SIGMOD 2023.
 */
export function scaledInteger(value: number, decimals: number): number | undefined {
  const power = powersOfTen[decimals] as number;
  const scaled = Math.round(value * power);
  if (!(scaled <= Number.MAX_SAFE_INTEGER && scaled >= -Number.MAX_SAFE_INTEGER) || scaled / power !== value)
    return undefined;
  return scaled === 0 && Object.is(value, -0) ? undefined : scaled + 0;
}

/** The fewest decimals, 0 to 9, with which `value` is written exactly; `undefined` when nine are too few. */
export function decimalsOfOne(value: number): number | undefined {
  for (let decimals = 0; decimals <= mostDecimals; decimals++) {
    if (scaledInteger(value, decimals) !== undefined) return decimals;
  }
  return undefined;
}

/**
 * The fewest decimals p, 0 to 9, so that every value is exactly an integer / 10^p; `undefined` when none does.
 * Negative zero counts as zero. No values at all have 0 decimals.
 */
export function decimalsOf(values: Float64Array): number | undefined {
  let decimals = 0;
  for (const value of values) {
    while (scaledInteger(value + 0, decimals) === undefined) {
      if (++decimals > mostDecimals) return undefined;
    }
  }
  return decimals;
}
