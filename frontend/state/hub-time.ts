import type { HubClock } from "../sdk/index.ts";

/** Follows the hub's clock by the time that every live event carries. */
export class HubTime implements HubClock {
  readonly #now: () => number;
  #offsetMilliseconds = 0;

  /** `now` is this device's own clock. */
  constructor(now: () => number) {
    this.#now = now;
  }

  now(): number {
    return this.#now() + this.#offsetMilliseconds;
  }

  /** Takes the hub's time as it is this moment, in Unix milliseconds. */
  synchronise(hubNow: number): void {
    this.#offsetMilliseconds = hubNow - this.#now();
  }
}
