import type { Clock, Undo } from "../../../core/sdk/index.ts";
import type { Alert } from "../alert.ts";

/** Several come within this time when they come together, in milliseconds. */
const gatherMilliseconds = 1000;

interface Group {
  readonly ids: number[];
  readonly undo: Undo;
}

/** Alerts of one type that open together, so that people are told of them in one message. */
export class Gathering {
  readonly #clock: Clock;
  readonly #tell: (ids: readonly number[]) => void;
  readonly #groups = new Map<string, Group>();

  /** `tell` is given the numbers of the alerts that came together. */
  constructor(clock: Clock, tell: (ids: readonly number[]) => void) {
    this.#clock = clock;
    this.#tell = tell;
  }

  add({ id, type }: Alert): void {
    const group = this.#groups.get(type);
    if (group) group.ids.push(id);
    else this.#groups.set(type, { ids: [id], undo: this.#clock.after(gatherMilliseconds, () => this.#complete(type)) });
  }

  has(id: number): boolean {
    return [...this.#groups.values()].some(({ ids }) => ids.includes(id));
  }

  /** Tells what was gathered so far, and waits for nothing more. */
  stop(): void {
    for (const type of [...this.#groups.keys()]) this.#complete(type);
  }

  #complete(type: string): void {
    const group = this.#groups.get(type);
    this.#groups.delete(type);
    group?.undo();
    if (group) this.#tell(group.ids);
  }
}
