import { DamagedPack } from "./damaged-pack.ts";

/** Reads what a ByteWriter wrote. Every method throws DamagedPack at the end of the bytes. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #position = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get position(): number {
    return this.#position;
  }

  get remaining(): number {
    return this.#bytes.length - this.#position;
  }

  byte(): number {
    return this.#bytes[this.#advance(1)] as number;
  }

  varint(): number {
    const first = this.byte();
    if (first < 128) return first;
    let value = first & 127;
    for (let scale = 128; scale <= 2 ** 49; scale *= 128) {
      const byte = this.byte();
      value += (byte & 127) * scale;
      if (byte < 128) return wholeNumber(value);
    }
    throw new DamagedPack("A number has more than eight bytes");
  }

  signedVarint(): number {
    const value = this.varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  /** A varint that may not be larger than `most`; `what` names it in the error. */
  count(most: number, what: string): number {
    const value = this.varint();
    if (value > most) throw new DamagedPack(`${value} ${what}; ${most} is the most`);
    return value;
  }

  uint32(): number {
    return this.#view.getUint32(this.#advance(4), true);
  }

  float64(): number {
    return this.#view.getFloat64(this.#advance(8), true);
  }

  bytes(length: number): Uint8Array {
    const start = this.#advance(length);
    return this.#bytes.subarray(start, start + length);
  }

  #advance(count: number): number {
    const start = this.#position;
    if (count > this.#bytes.length - start) throw new DamagedPack(`The bytes end at ${this.#bytes.length}, too early`);
    this.#position = start + count;
    return start;
  }
}

/** The value, if it is one that float64 tells from its neighbours. Throws DamagedPack. */
export function wholeNumber(value: number): number {
  if (value > Number.MAX_SAFE_INTEGER) throw new DamagedPack("A number is larger than 2^53 - 1");
  return value;
}
