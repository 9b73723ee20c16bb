import type { Undo } from "../../core/sdk/index.ts";

/** What an event says. */
export type EventData = Readonly<Record<string, unknown>>;

/** Gets each event; `undefined` says that some may have been missed, so that the hub has to be asked how things stand. */
export type EventListener = (data: EventData | undefined) => void;

/** The named events of the hub's integrations, as the live stream tells them: `alerts.alert_changed`. */
export class EventFeed {
  readonly #listeners = new Map<string, Set<EventListener>>();
  readonly #onFollowed: () => void;

  /** `onFollowed` is called when the set of followed names may have become different. */
  constructor(onFollowed: () => void) {
    this.#onFollowed = onFollowed;
  }

  /** Every name that somebody follows, sorted. */
  get names(): readonly string[] {
    return [...this.#listeners.keys()].sort();
  }

  follow(name: string, listener: EventListener): Undo {
    const listeners = this.#listeners.get(name) ?? new Set();
    // A listener of its own, so that the same function can follow twice and be undone once.
    const call: EventListener = (data) => listener(data);
    this.#listeners.set(name, listeners.add(call));
    this.#onFollowed();
    return () => {
      if (!listeners.delete(call) || listeners.size > 0) return;
      this.#listeners.delete(name);
      this.#onFollowed();
    };
  }

  /** Hands an event on to those who follow it. */
  tell(name: string, data: EventData): void {
    for (const listener of [...(this.#listeners.get(name) ?? [])]) listener(data);
  }

  /** Says that events may have been missed: the stream was opened, for the first time or again. */
  missed(): void {
    for (const listener of [...this.#listeners.values()].flatMap((listeners) => [...listeners])) listener(undefined);
  }
}
