import { afterBit, probabilityOf } from "./adaptive-bits.ts";
import { firstRange, mostDirectBits, smallestRange } from "./range-encoder.ts";

/** Reads what a RangeEncoder wrote. Never throws: behind the end of the bytes come zeros, and wrong bytes make wrong bits. */
export class RangeDecoder {
  readonly #bytes: Uint8Array;
  #position = 0;
  #code = 0;
  #range = firstRange;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    for (let count = 0; count < 4; count++) this.#code = (this.#code << 8) | this.#nextByte();
  }

  /** The next bit, with the adaptive probability in `states[index]`. */
  bit(states: Int32Array, index: number): number {
    const state = states[index] as number;
    const bound = (this.#range >>> 15) * probabilityOf(state);
    let bit = 0;
    if (this.#code < bound) {
      this.#range = bound;
      bit = 1;
    } else {
      this.#code -= bound;
      this.#range -= bound;
    }
    states[index] = afterBit(state, bit);
    while (this.#range < smallestRange) this.#shift();
    return bit;
  }

  /** So many bits that were coded without a model. */
  directBits(count: number): number {
    let value = 0;
    for (let left = count; left > 0; ) {
      const bits = Math.min(left, mostDirectBits);
      left -= bits;
      this.#range >>>= bits;
      const part = Math.min(Math.floor(this.#code / this.#range), (1 << bits) - 1);
      this.#code -= part * this.#range;
      value = value * (1 << bits) + part;
      while (this.#range < smallestRange) this.#shift();
    }
    return value;
  }

  #shift(): void {
    this.#range <<= 8;
    this.#code = (this.#code << 8) | this.#nextByte();
  }

  #nextByte(): number {
    return this.#position < this.#bytes.length ? (this.#bytes[this.#position++] as number) : 0;
  }
}
