import type { EntityState } from "../../../core/sdk/index.ts";

/**
 * States that became different and wait to be judged, until all that came with them is there too: an alert on a disk names how much of it
 * is used, and one on the processor which process it was.
 */
export class ChangedStates {
  readonly #judge: (entityId: string, previous: EntityState | undefined) => void;
  #waiting = new Map<string, EntityState | undefined>();

  constructor(judge: (entityId: string, previous: EntityState | undefined) => void) {
    this.#judge = judge;
  }

  /** Has an entity judged when the source has set everything that it sets at once. */
  add(entityId: string, previous: EntityState | undefined): void {
    if (this.#waiting.size === 0) queueMicrotask(() => this.#judgeAll());
    if (!this.#waiting.has(entityId)) this.#waiting.set(entityId, previous);
  }

  /** What an entity that waits was before. */
  before(entityId: string): EntityState | undefined {
    return this.#waiting.get(entityId);
  }

  #judgeAll(): void {
    const waiting = this.#waiting;
    this.#waiting = new Map();
    for (const [entityId, previous] of waiting) this.#judge(entityId, previous);
  }
}
