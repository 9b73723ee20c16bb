import type { Clock } from "../core/sdk/index.ts";
import type { Readings } from "./readings.ts";

/** Also an unchanged list is told that often, for the hub may have lost it. */
const repeatMilliseconds = 3_600_000;

/** Decides in which heartbeats the list of packages goes along: when it changed, and once an hour. */
export class PackageNews {
  readonly #clock: Clock;
  #told = "";
  /** Monotonic ms. */
  #toldAt = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** True when this list is to be told now; it counts as told from then on. */
  isNews(packages: Readings["packages"]): boolean {
    if (packages === null) return false;
    const list = JSON.stringify(packages.reading);
    const now = this.#clock.monotonic();
    if (list === this.#told && now - this.#toldAt < repeatMilliseconds) return false;
    this.#told = list;
    this.#toldAt = now;
    return true;
  }
}
