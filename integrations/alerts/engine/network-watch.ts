import type { Clock, Machine } from "../../../core/sdk/index.ts";
import type { Alert } from "../alert.ts";
import type { AlertBook } from "../book/alert-book.ts";
import { networkDraft, networkRule, networkSubject } from "./absence.ts";

/** From so many on, and half of all, it is not the machines: the hub's own network is gone, or the power of the house. */
const leastMachines = 3;
/** So long the last ones may take to be back after most are, in milliseconds: two reports of a machine. */
const longestReturn = 120_000;

/** Opens one alert for all machines when most fall at once, and ends it when they are back. */
export class NetworkWatch {
  readonly #clock: Clock;
  readonly #book: AlertBook;
  /** Since when most are back, on the clock that never steps. */
  #returningSince: number | null = null;

  constructor(clock: Clock, book: AlertBook) {
    [this.#clock, this.#book] = [clock, book];
  }

  /** The alert that is open. */
  get alert(): Alert | undefined {
    return this.#book.find(networkRule, networkSubject);
  }

  /** Opens the alert when these, that fell together, are most of those expected. */
  judge(fallen: readonly Machine[], expected: number): void {
    const isNetwork = fallen.length >= leastMachines && fallen.length * 2 >= expected;
    if (isNetwork && !this.alert) this.#book.open(networkDraft(fallen, expected, this.#clock.now()));
  }

  /**
   * Ends the alert when all that fell are back; or most of them, and the others have had time for it: those are not away because of the
   * network. `away` are the machines that are away now.
   */
  review(away: readonly Machine[]): void {
    const { alert } = this;
    if (!alert) return;
    const fallen = away.filter(({ statusChangedAt }) => statusChangedAt >= alert.since);
    const isMost = typeof alert.value !== "number" || fallen.length * 2 < alert.value;
    if (!isMost) {
      this.#returningSince = null;
      return;
    }
    this.#returningSince ??= this.#clock.monotonic();
    if (fallen.length > 0 && this.#clock.monotonic() - this.#returningSince < longestReturn) return;
    this.#returningSince = null;
    this.#book.resolve(alert, null, null);
  }
}
