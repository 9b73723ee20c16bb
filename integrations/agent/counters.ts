/** Keys that are remembered; beyond that, those that were not spoken of lately are forgotten. */
const mostKeys = 4096;

interface Reading {
  readonly value: number;
  readonly at: number;
}

/** Turns counters that only grow into rates. */
export class Counters {
  readonly #last = new Map<string, Reading>();
  /** Moments of the newest readings and of those before them. */
  #newest = 0;
  #previous = 0;

  /**
   * How much a counter grew a second since its last reading. `null` at its first one, and when it went down: a reboot reset it, and
   * what it counted in between is unknown. `at` in Unix milliseconds.
   */
  perSecond(key: string, value: number | null | undefined, at: number): number | null {
    if (value == null) return null;
    const before = this.#last.get(key);
    if (before && at <= before.at) return null;
    this.#noteMoment(at);
    if (!before && this.#last.size >= mostKeys) this.#forgetUnspoken();
    this.#last.set(key, { value, at });
    if (!before || value < before.value) return null;
    return ((value - before.value) * 1000) / (at - before.at);
  }

  #noteMoment(at: number): void {
    if (at <= this.#newest) return;
    this.#previous = this.#newest;
    this.#newest = at;
  }

  /** Names may come and go for ever, as those of a container's interface do. */
  #forgetUnspoken(): void {
    for (const [key, { at }] of this.#last) if (at < this.#previous) this.#last.delete(key);
  }
}
