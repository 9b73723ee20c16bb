import { PlatformError } from "../errors.ts";
import type { Clock } from "../sdk/index.ts";

/** Failures that an address may have in one window. */
const allowedFailures = 10;
const windowMilliseconds = 5 * 60_000;
/** Most addresses remembered; beyond it the oldest is forgotten. */
const mostAddresses = 10_000;

/** Slows down who guesses: ten failures in five minutes, then the address waits. */
export class FailureLimit {
  readonly #clock: Clock;
  readonly #failures = new Map<string, { count: number; endsAt: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Seconds that the address must wait; 0 when it may try. */
  waitSeconds(address: string): number {
    const entry = this.#failures.get(address);
    const left = entry ? entry.endsAt - this.#clock.monotonic() : 0;
    return entry && entry.count >= allowedFailures && left > 0 ? Math.ceil(left / 1000) : 0;
  }

  /** Throws `RATE_LIMITED` when the address must wait. */
  check(address: string): void {
    const retryAfterSeconds = this.waitSeconds(address);
    if (retryAfterSeconds === 0) return;
    const message = `Too many wrong keys from ${address}; try again in ${retryAfterSeconds} s`;
    throw new PlatformError("RATE_LIMITED", message, { retryAfterSeconds });
  }

  failed(address: string): void {
    const now = this.#clock.monotonic();
    const known = this.#failures.get(address);
    const entry = known && known.endsAt > now ? known : { count: 0, endsAt: now + windowMilliseconds };
    entry.count++;
    this.#failures.delete(address);
    this.#failures.set(address, entry);
    const oldest = this.#failures.keys().next();
    if (this.#failures.size > mostAddresses && !oldest.done) this.#failures.delete(oldest.value);
  }

  succeeded(address: string): void {
    this.#failures.delete(address);
  }
}
