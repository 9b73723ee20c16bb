import type { Undo } from "../../core/sdk/index.ts";

/** One value that others can follow. Setting an equal value announces nothing. */
export class Observable<Value> {
  readonly #listeners = new Set<(value: Value) => void>();
  #value: Value;

  constructor(value: Value) {
    this.#value = value;
  }

  get value(): Value {
    return this.#value;
  }

  set(value: Value): void {
    if (value === this.#value) return;
    this.#value = value;
    for (const listener of [...this.#listeners]) listener(value);
  }

  subscribe(listener: (value: Value) => void): Undo {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
