import { powersOfTwo } from "./powers-of-two.ts";
import type { RangeDecoder } from "./range-decoder.ts";
import * as model from "./residual-model.ts";

/** Reads what a ResidualEncoder with the same start wrote. Never throws: wrong bytes make wrong residuals. */
export class ResidualDecoder {
  readonly #coder: RangeDecoder;
  readonly #states = model.newStates();
  readonly #memory: number;
  #activity: number;
  #sign = 0;

  constructor(coder: RangeDecoder, { memory, activity }: model.ResidualStart) {
    this.#coder = coder;
    this.#memory = memory;
    this.#activity = activity * model.activityUnit;
  }

  read(): number {
    const expected = model.expectedMagnitude(this.#activity);
    const magnitude = this.#readMagnitude(expected);
    this.#activity = model.nextActivity(this.#activity, magnitude, this.#memory);
    if (magnitude === 0) {
      this.#sign = 0;
      return 0;
    }
    const isNegative = this.#coder.bit(this.#states, model.signState(this.#sign, expected));
    const size = magnitude > 1 ? this.#readMantissa(magnitude) : 1;
    this.#sign = isNegative ? -1 : 1;
    return isNegative ? -size : size;
  }

  #readMagnitude(expected: number): number {
    const coder = this.#coder;
    const states = this.#states;
    const ladder = model.ladderOf(this.#activity);
    let magnitude = expected;
    let step = 0;
    if (expected > 0 && coder.bit(states, model.downState(ladder, 0)) === 0) {
      for (magnitude--, step++; magnitude > 0; magnitude--, step++) {
        if (coder.bit(states, model.downState(ladder, step)) === 1) break;
      }
      return magnitude;
    }
    while (magnitude < model.mostMagnitude && coder.bit(states, model.upState(ladder, step)) === 1) {
      magnitude++;
      step++;
    }
    return magnitude;
  }

  #readMantissa(magnitude: number): number {
    const base = model.mantissaStates(magnitude);
    let left = magnitude - 1;
    let node = 1;
    let size = 1;
    while (left > 0 && node < 8) {
      const bit = this.#coder.bit(this.#states, base + node);
      size = 2 * size + bit;
      node = 2 * node + bit;
      left--;
    }
    return left > 0 ? size * (powersOfTwo[left] as number) + this.#coder.directBits(left) : size;
  }
}
