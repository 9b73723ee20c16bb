/** Largest packet of a client that has logged in, in bytes. */
export const largestPacket = 1024 * 1024;
/** Largest packet before that: a CONNECT with a last will. */
const largestGreeting = 16 * 1024;
/** Packets up to this size count for nothing: that much the system holds for each connection anyway. */
const smallPacket = 64 * 1024;
/** Most bytes of large packets that may be on their way at a time, of all clients together. */
const mostBytes = 64 * 1024 * 1024;

/** How much of large packets is on its way. */
export class PacketBudget {
  #bytes = 0;

  /** False when there is no room. */
  take(bytes: number): boolean {
    if (this.#bytes + bytes > mostBytes) return false;
    this.#bytes += bytes;
    return true;
  }

  giveBack(bytes: number): void {
    this.#bytes -= bytes;
  }
}

/**
 * Watches the lengths in one connection's stream of packets (MQTT 3.1.1, 2.2), because the parser would wait for a packet of 256 MiB
 * and hold what has come of it.
 */
export class PacketSizes {
  readonly #budget: PacketBudget;
  #largest = largestGreeting;
  /** Bytes of the packet that are still to come. */
  #left = 0;
  #taken = 0;
  /** Of the length field: bits that were read, `null` outside of it. */
  #shift: number | null = null;
  #length = 0;

  constructor(budget: PacketBudget) {
    this.#budget = budget;
  }

  /** The client has logged in. */
  allowLarge(): void {
    this.#largest = largestPacket;
  }

  /** Looks at the next bytes; false when a packet is too large, or its length is none. */
  accept(chunk: Uint8Array): boolean {
    for (let index = 0; index < chunk.length; ) {
      if (this.#left > 0) {
        const step = Math.min(this.#left, chunk.length - index);
        this.#left -= step;
        index += step;
        if (this.#left === 0) this.release();
      } else if (!this.#readHeader(chunk[index++] as number)) return false;
    }
    return true;
  }

  /** The connection has ended, or the packet has. */
  release(): void {
    this.#budget.giveBack(this.#taken);
    this.#taken = 0;
  }

  #readHeader(byte: number): boolean {
    if (this.#shift === null) {
      this.#shift = 0;
      this.#length = 0;
      return true;
    }
    this.#length += (byte & 127) * 2 ** this.#shift;
    this.#shift += 7;
    if ((byte & 128) !== 0) return this.#shift < 28;
    this.#shift = null;
    this.#left = this.#length;
    if (this.#length > this.#largest) return false;
    if (this.#length <= smallPacket) return true;
    if (!this.#budget.take(this.#length)) return false;
    this.#taken = this.#length;
    return true;
  }
}
