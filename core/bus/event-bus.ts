import type { EventFilter, EventName, Logger, PlatformEvents, Undo } from "../sdk/index.ts";

interface Listener {
  readonly owner: string;
  readonly handle: (event: never) => void;
}

/**
 * Tells everybody who asked, at once and in the order in which they asked. Listeners of one entity's state are keyed by its
 * id, so they cost nothing for the other entities. A handler that throws is logged with its owner's name and stops nobody.
 */
export class EventBus {
  readonly #byType = new Map<EventName, Set<Listener>>();
  readonly #byEntity = new Map<string, Set<Listener>>();
  readonly #log: Logger;

  constructor(log: Logger) {
    this.#log = log;
  }

  /** Calls `handle` for every event that passes the filter. `owner` names who is to blame when it throws. */
  on<Name extends EventName>(
    filter: EventFilter<Name> & { readonly type: Name },
    handle: (event: PlatformEvents[Name]) => void,
    owner: string,
  ): Undo {
    const entityId = "entityId" in filter ? filter.entityId : undefined;
    const listener: Listener = { owner, handle };
    return entityId === undefined
      ? listen(this.#byType, filter.type, listener)
      : listen(this.#byEntity, entityId, listener);
  }

  /** Fires an event. Returns after every handler has run. */
  emit<Name extends EventName>(type: Name, event: PlatformEvents[Name]): void {
    const listeners = this.#byType.get(type);
    if (listeners) for (const listener of listeners) this.#call(listener, type, event);
    if (type !== "state_changed") return;
    const keyed = this.#byEntity.get((event as PlatformEvents["state_changed"]).entityId);
    if (keyed) for (const listener of keyed) this.#call(listener, type, event);
  }

  #call(listener: Listener, type: EventName, event: PlatformEvents[EventName]): void {
    try {
      listener.handle(event as never);
    } catch (error) {
      this.#log.error(`A handler of ${listener.owner} failed on ${type}`, { error, owner: listener.owner });
    }
  }
}

function listen<Key>(listeners: Map<Key, Set<Listener>>, key: Key, listener: Listener): Undo {
  const set = listeners.get(key) ?? new Set();
  listeners.set(key, set.add(listener));
  return () => {
    set.delete(listener);
    if (set.size === 0 && listeners.get(key) === set) listeners.delete(key);
  };
}
