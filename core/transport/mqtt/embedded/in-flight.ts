/** Most messages that are worked on at a time, and most bytes of them. More would not be done sooner. */
const mostMessages = 1000;
const mostBytes = 16 * 1024 * 1024;

interface Waiting {
  readonly bytes: number;
  readonly begin: () => void;
}

/**
 * Bounds what is worked on. What comes beyond that waits its turn, and while it does, nothing more is read of its connection: so
 * senders are slowed down by TCP, and memory stays flat.
 */
export class InFlight {
  readonly #waiting = new Set<Waiting>();
  #messages = 0;
  #bytes = 0;
  #idle: () => void = () => {};

  /** Runs `work` when its turn comes. */
  async run<Result>(bytes: number, work: () => Promise<Result>): Promise<Result> {
    const mustWait = this.#waiting.size > 0 || this.#isFull(bytes);
    if (mustWait) await new Promise<void>((begin) => this.#waiting.add({ bytes, begin }));
    else this.#begin(bytes);
    try {
      return await work();
    } finally {
      this.#messages--;
      this.#bytes -= bytes;
      this.#next();
    }
  }

  /** Resolves when nothing is worked on. */
  async ended(): Promise<void> {
    if (this.#messages === 0) return;
    await new Promise<void>((resolve) => {
      this.#idle = resolve;
    });
  }

  #next(): void {
    for (const first of this.#waiting) {
      if (this.#isFull(first.bytes)) break;
      this.#waiting.delete(first);
      this.#begin(first.bytes);
      first.begin();
    }
    if (this.#messages === 0) this.#idle();
  }

  #begin(bytes: number): void {
    this.#messages++;
    this.#bytes += bytes;
  }

  #isFull(bytes: number): boolean {
    return this.#messages >= mostMessages || (this.#messages > 0 && this.#bytes + bytes > mostBytes);
  }
}
