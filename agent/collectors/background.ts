import type { Surroundings } from "../surroundings.ts";
import { BoundedRead } from "./bounded-read.ts";

/** A costly question to the host. */
export interface BackgroundOptions<Reading> extends Surroundings {
  /** For the log: `package updates`. */
  readonly name: string;
  /** `null` where there is nothing to know. */
  readonly read: (signal: AbortSignal) => Promise<Reading | null>;
  readonly everyMilliseconds: number;
  /** For how long an answer is good for anything; without, until the next one. */
  readonly keepMilliseconds?: number;
  /** When what it reads changes before its time: it is asked again when this tells another thing, but not within a minute. */
  readonly fingerprint?: () => Promise<string>;
}

/** An answer, and how old it is. */
export interface Latest<Reading> {
  readonly reading: Reading;
  /** Unix ms. */
  readonly readAt: number;
}

/** When an answer is given up; what is asked for has shorter deadlines of its own. */
const deadlineMilliseconds = 300_000;
const leastMilliseconds = 60_000;

/** Asks at its own pace while heartbeats go on, and has the last answer at hand. It starts nothing but when it is looked at. */
export class Background<Reading> {
  readonly #options: BackgroundOptions<Reading>;
  readonly #bounded: BoundedRead<Reading | null>;
  #latest: Latest<Reading> | null = null;
  /** Monotonic ms. */
  #latestAt = 0;
  #running: Promise<void> | null = null;
  /** Monotonic ms. */
  #startedAt = Number.NEGATIVE_INFINITY;
  #fingerprint = "";

  constructor(options: BackgroundOptions<Reading>) {
    this.#options = options;
    this.#bounded = new BoundedRead({ ...options, deadlineMilliseconds });
  }

  /** The last answer, `null` before the first. Asks again when it is time, and waits for that only where `isPatient`. */
  async latest(signal: AbortSignal, isPatient = false): Promise<Latest<Reading> | null> {
    if (!this.#running && (await this.#isDue())) {
      this.#startedAt = this.#options.clock.monotonic();
      this.#running = this.#read(signal).finally(() => {
        this.#running = null;
      });
    }
    if (isPatient) await this.#running;
    const { clock, keepMilliseconds = Number.POSITIVE_INFINITY } = this.#options;
    return clock.monotonic() - this.#latestAt <= keepMilliseconds ? this.#latest : null;
  }

  async #isDue(): Promise<boolean> {
    const { clock, everyMilliseconds, fingerprint } = this.#options;
    const age = clock.monotonic() - this.#startedAt;
    if (age >= everyMilliseconds) return true;
    return age >= leastMilliseconds && fingerprint !== undefined && (await fingerprint()) !== this.#fingerprint;
  }

  async #read(signal: AbortSignal): Promise<void> {
    // Before the question, so that what changes during it is seen the next time.
    this.#fingerprint = (await this.#options.fingerprint?.()) ?? "";
    const reading = await this.#bounded.read(signal);
    if (reading === null) return;
    const { clock } = this.#options;
    this.#latest = { reading, readAt: clock.now() };
    this.#latestAt = clock.monotonic();
  }
}
