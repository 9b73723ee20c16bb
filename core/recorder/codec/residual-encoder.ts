import { powersOfTwo } from "./powers-of-two.ts";
import type { RangeEncoder } from "./range-encoder.ts";
import * as model from "./residual-model.ts";

/** Writes the residuals of one column to a range coder. residual-model.ts says how. */
export class ResidualEncoder {
  readonly #coder: RangeEncoder;
  readonly #states = model.newStates();
  readonly #memory: number;
  #activity: number;
  #sign = 0;

  constructor(coder: RangeEncoder, { memory, activity }: model.ResidualStart) {
    this.#coder = coder;
    this.#memory = memory;
    this.#activity = activity * model.activityUnit;
  }

  /** A whole number from -2^53 to 2^53. */
  write(residual: number): void {
    const size = Math.abs(residual);
    const magnitude = model.magnitudeOf(size);
    const expected = model.expectedMagnitude(this.#activity);
    this.#writeMagnitude(magnitude, expected);
    this.#activity = model.nextActivity(this.#activity, magnitude, this.#memory);
    if (magnitude > 0) {
      this.#coder.bit(this.#states, model.signState(this.#sign, expected), residual < 0 ? 1 : 0);
      if (magnitude > 1) this.#writeMantissa(size, magnitude);
    }
    this.#sign = Math.sign(residual);
  }

  #writeMagnitude(magnitude: number, expected: number): void {
    const ladder = model.ladderOf(this.#activity);
    if (expected > 0) this.#coder.bit(this.#states, model.downState(ladder, 0), magnitude >= expected ? 1 : 0);
    if (magnitude < expected) {
      for (let at = expected - 1, step = 1; at > 0; at--, step++) {
        this.#coder.bit(this.#states, model.downState(ladder, step), magnitude === at ? 1 : 0);
        if (magnitude === at) return;
      }
    } else {
      for (let at = expected, step = 0; at < model.mostMagnitude; at++, step++) {
        this.#coder.bit(this.#states, model.upState(ladder, step), magnitude > at ? 1 : 0);
        if (magnitude === at) return;
      }
    }
  }

  #writeMantissa(size: number, magnitude: number): void {
    const base = model.mantissaStates(magnitude);
    let left = magnitude - 1;
    let rest = size - (powersOfTwo[left] as number);
    let node = 1;
    while (left > 0 && node < 8) {
      left--;
      const half = powersOfTwo[left] as number;
      const bit = rest >= half ? 1 : 0;
      if (bit) rest -= half;
      this.#coder.bit(this.#states, base + node, bit);
      node = 2 * node + bit;
    }
    if (left > 0) this.#coder.directBits(rest, left);
  }
}
