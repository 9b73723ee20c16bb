/** 2^0 to 2^54: many times quicker than `**`, and not limited to 31 bits as `<<` is. */
export const powersOfTwo = Float64Array.from({ length: 55 }, (_, exponent) => 2 ** exponent);
