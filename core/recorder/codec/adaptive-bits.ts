/*
 * Adaptive probabilities of single bits. The state of one is an integer: above, the probability of a 1 in 65,536ths; in the lowest seven
 * bits, how many bits it has seen, up to a limit. It moves by about 1 / (seen + 2) of its error, so it learns quickly at first and
 * forgets slowly later, which is what short streams need.
 * Source: Mahoney, "Adaptive Weighing of Context Models for Lossless Data Compression", 2005 (the StateMap of PAQ).
 */

const countBits = 7;
const countMask = (1 << countBits) - 1;

/** How many bits are seen at most, so that old ones are forgotten. */
const countLimit = 96;

/** How far a state moves towards a bit, in 65,536ths, by how many bits it has seen. */
const rates = Int32Array.from({ length: countMask + 1 }, (_, seen) => Math.round(65_536 / (seen + 2)));

/** A state from a probability above 0 and below 1, as sure as if it had seen `seen` bits. */
export function stateOf(probability: number, seen: number): number {
  return (Math.round(probability * 65_536) << countBits) | seen;
}

/** The probability of a 1 as the coder wants it: 1 to 32,767, in 32,768ths. */
export function probabilityOf(state: number): number {
  return (state >>> (countBits + 1)) | 1;
}

/** The state after one more bit. */
export function afterBit(state: number, bit: number): number {
  const seen = state & countMask;
  const probability = state >>> countBits;
  const target = bit === 1 ? 65_535 : 0;
  const moved = probability + (((target - probability) * (rates[seen] as number)) >> 16);
  return (moved << countBits) | (seen < countLimit ? seen + 1 : seen);
}
