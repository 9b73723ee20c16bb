import { afterBit, probabilityOf } from "./adaptive-bits.ts";
import { powersOfTwo } from "./powers-of-two.ts";

/** Below this a byte is put out, and the range grows 256 times. */
export const smallestRange = 2 ** 23;
/** The range at first; its 31 bits are what an addition of two of them leaves in 32. */
export const firstRange = 2 ** 31 - 1;
/** Most bits that are coded at once without a model; more would lose precision. */
export const mostDirectBits = 12;

/**
 * Turns decisions and their probabilities into about as many bits as their entropy.
 * Source: Martin, "Range encoding", 1979; the binary form of the LZMA specification, with a range of 31 bits, so that a decoder
 * in JavaScript keeps to small integers.
 */
export class RangeEncoder {
  #bytes: Uint8Array = new Uint8Array(256);
  #length = 0;
  #low = 0;
  #range = firstRange;

  /** Codes a bit with the adaptive probability in `states[index]`. */
  bit(states: Int32Array, index: number, bit: number): void {
    const state = states[index] as number;
    const bound = (this.#range >>> 15) * probabilityOf(state);
    states[index] = afterBit(state, bit);
    if (bit === 1) {
      this.#range = bound;
    } else {
      this.#low += bound;
      this.#range -= bound;
    }
    while (this.#range < smallestRange) this.#shift();
  }

  /** Codes `count` bits, any number of them up to 53, without a model. */
  directBits(value: number, count: number): void {
    for (let left = count; left > 0; ) {
      const bits = Math.min(left, mostDirectBits);
      left -= bits;
      const part = Math.floor(value / (powersOfTwo[left] as number)) % (1 << bits);
      this.#range >>>= bits;
      this.#low += part * this.#range;
      while (this.#range < smallestRange) this.#shift();
    }
  }

  /** The bytes. They end as early as they can: the decoder goes on with zeros. */
  finish(): Uint8Array {
    const end = this.#low + this.#range;
    let unit = 2 ** 32;
    while (Math.ceil(this.#low / unit) * unit >= end) unit /= 256;
    this.#low = Math.ceil(this.#low / unit) * unit;
    for (let count = 0; count < 4; count++) this.#shift();
    while (this.#length > 0 && this.#bytes[this.#length - 1] === 0) this.#length--;
    return this.#bytes.subarray(0, this.#length);
  }

  #shift(): void {
    if (this.#low >= 2 ** 32) this.#carry();
    if (this.#length === this.#bytes.length) this.#grow();
    this.#bytes[this.#length++] = this.#low >>> 24;
    this.#low = (this.#low << 8) >>> 0;
    this.#range <<= 8;
  }

  #carry(): void {
    this.#low -= 2 ** 32;
    let index = this.#length - 1;
    while (this.#bytes[index] === 255) this.#bytes[index--] = 0;
    this.#bytes[index] = (this.#bytes[index] as number) + 1;
  }

  #grow(): void {
    const larger = new Uint8Array(2 * this.#bytes.length);
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}
