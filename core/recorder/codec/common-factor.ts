/** The greatest integer that divides every difference of the integers; 1 when they are all the same. */
export function commonFactorOf(integers: Float64Array): number {
  const first = integers[0] as number;
  let factor = 0;
  for (const integer of integers) {
    factor = greatestCommonDivisor(Math.abs(integer - first), factor);
    if (factor === 1) return 1;
  }
  return factor || 1;
}

/** The difference of each integer to the first, divided by a common factor. */
export function divideBy(integers: Float64Array, factor: number): Float64Array {
  const first = integers[0] as number;
  const quotients = new Float64Array(integers.length);
  for (let index = 0; index < integers.length; index++) {
    quotients[index] = ((integers[index] as number) - first) / factor;
  }
  return quotients;
}

function greatestCommonDivisor(one: number, other: number): number {
  let larger = one;
  let smaller = other;
  while (smaller !== 0) [larger, smaller] = [smaller, larger % smaller];
  return larger;
}
