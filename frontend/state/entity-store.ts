import type { Undo } from "../../core/sdk/index.ts";
import type { DashboardEntity, EntitySource } from "../sdk/index.ts";
import { patternsOf } from "./entity-pattern.ts";
import { Notifier } from "./notifier.ts";

/** The current values that this page knows. The live stream writes, cards read. */
export class EntityStore implements EntitySource {
  readonly #entitiesByPattern = new Map<string, Map<string, DashboardEntity>>();
  readonly #notifier: Notifier;
  readonly #onWatched: () => void;

  /** `onWatched` is called when the set of watched patterns may have become different. */
  constructor(nextFrame: (task: () => void) => void, onWatched: () => void) {
    this.#notifier = new Notifier(nextFrame);
    this.#onWatched = onWatched;
  }

  get(id: string): DashboardEntity | undefined {
    return this.#entitiesByPattern.get(id)?.get(id);
  }

  match(pattern: string): readonly DashboardEntity[] {
    return [...(this.#entitiesByPattern.get(pattern)?.values() ?? [])];
  }

  watch(patterns: readonly string[], listener: () => void): Undo {
    const unwatch = this.#notifier.watch(patterns, listener);
    this.#onWatched();
    return () => {
      unwatch();
      this.#onWatched();
    };
  }

  /** Every pattern that a card on this page watches. */
  get watched(): Iterable<string> {
    return this.#notifier.topics;
  }

  /** Takes a snapshot: of everything that the patterns name, exactly these exist. */
  replace(entities: readonly DashboardEntity[], patterns: readonly string[]): void {
    const current = new Set(entities.map(({ id }) => id));
    const gone = patterns.flatMap((pattern) => this.match(pattern)).filter(({ id }) => !current.has(id));
    this.change(
      entities,
      gone.map(({ id }) => id),
    );
  }

  /** Takes what became different, and what no longer exists. */
  change(entities: readonly DashboardEntity[], removed: readonly string[]): void {
    for (const entity of entities) this.#put(entity);
    for (const id of removed) this.#remove(id);
  }

  clear(): void {
    for (const pattern of this.#entitiesByPattern.keys()) this.#notifier.touch(pattern);
    this.#entitiesByPattern.clear();
  }

  #put(entity: DashboardEntity): void {
    const previous = this.get(entity.id);
    for (const pattern of patternsOf(entity)) {
      const entities = this.#entitiesByPattern.get(pattern);
      if (entities) entities.set(entity.id, entity);
      else this.#entitiesByPattern.set(pattern, new Map([[entity.id, entity]]));
      if (!previous || isDifferent(previous, entity)) this.#notifier.touch(pattern);
    }
  }

  #remove(id: string): void {
    const entity = this.get(id);
    if (!entity) return;
    for (const pattern of patternsOf(entity)) {
      this.#entitiesByPattern.get(pattern)?.delete(id);
      this.#notifier.touch(pattern);
    }
  }
}

/** The hub stamps `changedAt` whenever value, availability or attributes become different. */
function isDifferent(previous: DashboardEntity, next: DashboardEntity): boolean {
  return (
    previous.changedAt !== next.changedAt || previous.available !== next.available || previous.value !== next.value
  );
}
