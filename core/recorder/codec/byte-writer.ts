const twoToThe31 = 2 ** 31;

/** Bytes that grow at the end. Numbers are little-endian. */
export class ByteWriter {
  #bytes: Buffer;
  #length = 0;

  constructor(capacity = 256) {
    this.#bytes = Buffer.allocUnsafe(capacity);
  }

  get length(): number {
    return this.#length;
  }

  byte(value: number): void {
    this.#makeRoomFor(1);
    this.#bytes[this.#length++] = value;
  }

  /**
   * An integer from 0 to 2^53 - 1, seven bits a byte, low bits first.
   * Source: base 128 varints, https://protobuf.dev/programming-guides/encoding/#varints
   */
  varint(value: number): void {
    this.#makeRoomFor(8);
    let rest = value;
    for (; rest >= twoToThe31; rest = Math.floor(rest / 128)) this.#bytes[this.#length++] = (rest % 128) | 128;
    for (; rest > 127; rest >>>= 7) this.#bytes[this.#length++] = (rest & 127) | 128;
    this.#bytes[this.#length++] = rest;
  }

  /** A whole number from -2^52 to 2^52, small when it is near zero: 0, -1, 1, -2 are written as 0, 1, 2, 3. */
  signedVarint(value: number): void {
    this.varint(value < 0 ? -2 * value - 1 : 2 * value);
  }

  uint32(value: number): void {
    this.#makeRoomFor(4);
    this.#length = this.#bytes.writeUInt32LE(value, this.#length);
  }

  float64(value: number): void {
    this.#makeRoomFor(8);
    this.#length = this.#bytes.writeDoubleLE(value, this.#length);
  }

  bytes(bytes: Uint8Array): void {
    this.#makeRoomFor(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** What was written so far. Not a copy: what is written later may or may not show in it. */
  finish(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  #makeRoomFor(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(2 * this.#bytes.length + count);
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}
