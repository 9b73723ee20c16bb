import type { Undo } from "./lifecycle.ts";

/**
 * The only source of time. Everything that waits or stamps asks a clock, so a whole hub with its fleet runs on fake time.
 */
export interface Clock {
  /** Wall-clock time in Unix milliseconds. It can step when the host's clock is set. */
  now(): number;
  /** Milliseconds since some fixed moment, never stepping. For durations and deadlines. */
  monotonic(): number;
  /** Runs `task` once, `milliseconds` from now. */
  after(milliseconds: number, task: () => void): Undo;
  /** Resolves `milliseconds` from now; rejects with the signal's reason when it aborts first. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** A signal that aborts with a `TimeoutError` after `milliseconds`, or when `signal` aborts, whichever is first. */
  deadline(milliseconds: number, signal?: AbortSignal): AbortSignal;
}
