import { type Cost, Costs } from "../costs/costs.ts";
import type { EventFilter, EventName, Logger, PlatformEvents, Undo } from "../sdk/index.ts";

interface Listener {
  readonly owner: string;
  readonly cost: Cost;
  readonly handle: (event: never) => unknown;
}

/**
 * Tells everybody who asked, at once and in the order in which they asked. Listeners of one entity's state, or of one named event,
 * are keyed by it, so they cost nothing for the others. A handler that throws, now or later, is logged with its owner's name and
 * stops nobody; the time that each owner's handlers take is on its account.
 */
export class EventBus {
  readonly #byType = new Map<EventName, Set<Listener>>();
  readonly #byKey = new Map<EventName, Map<string, Set<Listener>>>();
  readonly #log: Logger;
  readonly #costs: Costs;

  constructor(log: Logger, costs = new Costs()) {
    this.#log = log;
    this.#costs = costs;
  }

  /** Calls `handle` for every event that passes the filter. `owner` names who is to blame when it throws. */
  on<Name extends EventName>(
    filter: EventFilter<Name> & { readonly type: Name },
    handle: (event: PlatformEvents[Name]) => unknown,
    owner: string,
  ): Undo {
    const key = "entityId" in filter ? filter.entityId : "name" in filter ? filter.name : undefined;
    const listener: Listener = { owner, cost: this.#costs.of(owner), handle };
    if (key === undefined) return listen(this.#byType, filter.type, listener);
    const keyed = this.#byKey.get(filter.type) ?? new Map<string, Set<Listener>>();
    this.#byKey.set(filter.type, keyed);
    return listen(keyed, key, listener);
  }

  /** Fires an event. Returns after every handler has run. */
  emit<Name extends EventName>(type: Name, event: PlatformEvents[Name]): void {
    const listeners = this.#byType.get(type);
    if (listeners?.size) this.#tell(listeners, type, event);
    const keyed = this.#byKey.get(type);
    if (!keyed?.size) return;
    const concerned = keyed.get(keyOf(type, event) ?? "");
    if (concerned) this.#tell(concerned, type, event);
  }

  #tell(listeners: ReadonlySet<Listener>, type: EventName, event: PlatformEvents[EventName]): void {
    let startedAt = performance.now();
    for (const listener of listeners) {
      try {
        const result = listener.handle(event as never);
        if (result instanceof Promise) result.catch((error) => this.#blame(listener, type, error));
      } catch (error) {
        this.#blame(listener, type, error);
      }
      const endedAt = performance.now();
      listener.cost.handlerCalls++;
      listener.cost.handlerMilliseconds += endedAt - startedAt;
      startedAt = endedAt;
    }
  }

  #blame({ owner, cost }: Listener, type: EventName, error: unknown): void {
    cost.failures++;
    this.#log.error(`A handler of ${owner} failed on ${type}`, { error, owner });
  }
}

function keyOf(type: EventName, event: PlatformEvents[EventName]): string | undefined {
  if (type === "state_changed") return (event as PlatformEvents["state_changed"]).entityId;
  if (type === "integration_event") return (event as PlatformEvents["integration_event"]).name;
  return undefined;
}

function listen<Key>(listeners: Map<Key, Set<Listener>>, key: Key, listener: Listener): Undo {
  const set = listeners.get(key) ?? new Set();
  listeners.set(key, set.add(listener));
  return () => {
    set.delete(listener);
    if (set.size === 0 && listeners.get(key) === set) listeners.delete(key);
  };
}
