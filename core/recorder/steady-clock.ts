import type { Clock } from "../sdk/index.ts";

/** A step of the wall clock that is no drift. */
const stepMilliseconds = 300_000;
const settleMilliseconds = 3_600_000;

/**
 * Says whether the wall clock can be believed when something is to be deleted for its age: a board without a battery starts in 1970 or in
 * a year to come and is set right by NTP minutes later. It is believed once it has run on for an hour without a step.
 */
export class SteadyClock {
  readonly #clock: Clock;
  #wall: number;
  #monotonic: number;
  #steadySince: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#wall = clock.now();
    this.#monotonic = clock.monotonic();
    this.#steadySince = this.#monotonic;
  }

  /** To be asked every few minutes. */
  isSteady(): boolean {
    const [wall, monotonic] = [this.#clock.now(), this.#clock.monotonic()];
    const step = wall - this.#wall - (monotonic - this.#monotonic);
    if (Math.abs(step) > stepMilliseconds) this.#steadySince = monotonic;
    [this.#wall, this.#monotonic] = [wall, monotonic];
    return monotonic - this.#steadySince >= settleMilliseconds;
  }
}
