/** What one integration has cost since the hub started. */
export interface Cost {
  /** Time that its handlers and tasks kept the event loop, in milliseconds. */
  handlerMilliseconds: number;
  handlerCalls: number;
  /** Handlers, tasks and services that failed. */
  failures: number;
  /** Samples that it gave to the recorder. */
  rows: number;
  /** Events that it emitted. */
  events: number;
}

/** Keeps the books, so that a slow hub can name the culprit. */
export class Costs {
  readonly #byOwner = new Map<string, Cost>();

  /** The account of an owner. */
  of(owner: string): Cost {
    const known = this.#byOwner.get(owner);
    if (known) return known;
    const cost = { handlerMilliseconds: 0, handlerCalls: 0, failures: 0, rows: 0, events: 0 };
    this.#byOwner.set(owner, cost);
    return cost;
  }
}
