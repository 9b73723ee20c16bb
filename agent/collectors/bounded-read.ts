import type { Clock, Logger } from "../../core/sdk/index.ts";

/** One question to the host that may fail or hang. */
export interface BoundedReadOptions<Reading> {
  /** For the log: `memory`, `file system /mnt/nas`. */
  readonly name: string;
  readonly read: (signal: AbortSignal) => Promise<Reading>;
  readonly deadlineMilliseconds: number;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * Asks, and takes "unknown" for an answer when the host fails or does not answer in time. While an answer is overdue the
 * host is not asked again, so hung questions never pile up. Logs when the reading is lost and when it is back.
 */
export class BoundedRead<Reading> {
  readonly #options: BoundedReadOptions<Reading>;
  #isOverdue = false;
  #isLost = false;

  constructor(options: BoundedReadOptions<Reading>) {
    this.#options = options;
  }

  /** The reading, or `null` when it is unknown. Never rejects; when `signal` aborts nobody waits any more. */
  read(signal: AbortSignal): Promise<Reading | null> {
    if (this.#isOverdue) return Promise.resolve(null);
    const { clock, deadlineMilliseconds } = this.#options;
    return new Promise((resolve) => {
      const finish = (reading: Reading | null) => {
        undoDeadline();
        signal.removeEventListener("abort", abandon);
        resolve(reading);
      };
      const abandon = () => finish(null);
      const undoDeadline = clock.after(deadlineMilliseconds, () => {
        this.#lost(`no answer within ${deadlineMilliseconds / 1000} s`);
        finish(null);
      });
      signal.addEventListener("abort", abandon, { once: true });
      void this.#ask(signal).then(finish);
    });
  }

  async #ask(signal: AbortSignal): Promise<Reading | null> {
    this.#isOverdue = true;
    try {
      const reading = await this.#options.read(signal);
      this.#found();
      return reading;
    } catch (error) {
      if (!signal.aborted) this.#lost(error instanceof Error ? error.message : String(error));
      return null;
    } finally {
      this.#isOverdue = false;
    }
  }

  #lost(reason: string): void {
    if (this.#isLost) return;
    this.#isLost = true;
    this.#options.log.warn(`Unknown from now on: ${this.#options.name}`, { reason });
  }

  #found(): void {
    if (!this.#isLost) return;
    this.#isLost = false;
    this.#options.log.info(`Known again: ${this.#options.name}`);
  }
}
