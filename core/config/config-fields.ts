import type { JsonObject, Undo } from "../sdk/index.ts";

/** What integrations add to the configuration as it is shown. */
export class ConfigFields {
  readonly #readers = new Set<() => JsonObject>();

  add(read: () => JsonObject): Undo {
    this.#readers.add(read);
    return () => void this.#readers.delete(read);
  }

  /** Everything that they add, now. */
  read(): JsonObject {
    return Object.assign({}, ...[...this.#readers].map((read) => read()));
  }
}
