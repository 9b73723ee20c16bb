/**
 * A repeatable source of chance: the same seed makes the same numbers on every machine. The generator is sfc32 of PractRand
 * (https://pracrand.sourceforge.net/RNG_engines.txt).
 */
export class SeededRandom {
  #a = 0x9e3779b9;
  #b = 0x243f6a88;
  #c: number;
  #counter = 1;
  #spare: number | undefined;

  constructor(seed: number) {
    this.#c = seed | 0;
    for (let round = 0; round < 15; round++) this.uniform();
  }

  /** 0 ≤ uniform() < 1. */
  uniform(): number {
    const result = (this.#a + this.#b + this.#counter++) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + result) | 0;
    return (result >>> 0) / 2 ** 32;
  }

  /** True with this probability. */
  chance(probability: number): boolean {
    return this.uniform() < probability;
  }

  /** Normally distributed around 0 with deviation 1: Marsaglia's polar method. */
  normal(): number {
    const spare = this.#spare;
    this.#spare = undefined;
    if (spare !== undefined) return spare;
    for (;;) {
      const [x, y] = [2 * this.uniform() - 1, 2 * this.uniform() - 1];
      const square = x * x + y * y;
      if (square >= 1 || square === 0) continue;
      const factor = Math.sqrt((-2 * Math.log(square)) / square);
      this.#spare = y * factor;
      return x * factor;
    }
  }

  /** Waiting time until something that happens once per `mean` on average. */
  exponential(mean: number): number {
    return -mean * Math.log(1 - this.uniform());
  }

  /** A factor around 1 that is as often half as double when `spread` is 1. */
  factor(spread: number): number {
    return 2 ** (this.normal() * spread);
  }
}
