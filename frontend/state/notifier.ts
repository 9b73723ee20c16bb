import type { Undo } from "../../core/sdk/index.ts";

/**
 * Tells listeners which of their topics were touched, once per frame however often that was. A hidden page has no
 * frames: what happens meanwhile is told when it is shown again.
 */
export class Notifier {
  readonly #nextFrame: (task: () => void) => void;
  readonly #listeners = new Map<string, Set<() => void>>();
  readonly #touched = new Set<string>();
  #isScheduled = false;

  constructor(nextFrame: (task: () => void) => void) {
    this.#nextFrame = nextFrame;
  }

  /** Everything that anybody watches. */
  get topics(): Iterable<string> {
    return this.#listeners.keys();
  }

  watch(topics: readonly string[], listener: () => void): Undo {
    // A listener of its own, so that the same function can be registered twice and undone once.
    const call = () => listener();
    for (const topic of topics) {
      const listeners = this.#listeners.get(topic);
      if (listeners) listeners.add(call);
      else this.#listeners.set(topic, new Set([call]));
    }
    return () => {
      for (const topic of topics) this.#remove(topic, call);
    };
  }

  touch(topic: string): void {
    if (!this.#listeners.has(topic)) return;
    this.#touched.add(topic);
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    this.#nextFrame(() => this.#flush());
  }

  #flush(): void {
    this.#isScheduled = false;
    const listeners = new Set<() => void>();
    for (const topic of this.#touched) for (const listener of this.#listeners.get(topic) ?? []) listeners.add(listener);
    this.#touched.clear();
    for (const listener of listeners) listener();
  }

  #remove(topic: string, listener: () => void): void {
    const listeners = this.#listeners.get(topic);
    if (!listeners?.delete(listener) || listeners.size > 0) return;
    this.#listeners.delete(topic);
  }
}
