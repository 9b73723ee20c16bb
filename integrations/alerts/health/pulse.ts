import type { Clock } from "../../../core/sdk/index.ts";

/** When the engine last did its work, on the clock that never steps. */
export class Pulse {
  readonly #clock: Pick<Clock, "monotonic">;
  #reviewedAt: number;
  #judgedAt: number;

  constructor(clock: Pick<Clock, "monotonic">) {
    this.#clock = clock;
    this.#reviewedAt = clock.monotonic();
    this.#judgedAt = clock.monotonic();
  }

  /** It has looked at everything. */
  reviewed(): void {
    this.#reviewedAt = this.#clock.monotonic();
  }

  /** It has judged what a machine reported. */
  judged(): void {
    this.#judgedAt = this.#clock.monotonic();
  }

  /** For how long it has not looked at everything, in milliseconds. */
  get sinceReview(): number {
    return this.#clock.monotonic() - this.#reviewedAt;
  }

  /** For how long it has judged nothing, in milliseconds. */
  get sinceJudgement(): number {
    return this.#clock.monotonic() - this.#judgedAt;
  }
}
