import type { EventBus } from "../bus/event-bus.ts";
import { currentCause } from "../causes/causes.ts";
import { UndoStack } from "../lifecycle/undo-stack.ts";
import type { Clock, Json, PlatformEvents, Undo } from "../sdk/index.ts";

/** How many are remembered. */
const most = 1000;

/** An event that happened, as people read it. */
export interface RecentEvent {
  readonly id: number;
  readonly type: string;
  /** Unix milliseconds. */
  readonly at: number;
  readonly causeId: string | null;
  readonly causeOrigin: string | null;
  readonly data: Json;
}

type Described = { readonly [Name in keyof PlatformEvents]?: (event: PlatformEvents[Name]) => Json };

/** What is kept of each event. State changes and heartbeats are too many: their history is elsewhere. */
const described: Described = {
  machine_changed: ({ machine, previous }) => ({
    machine_id: machine.id,
    status: machine.status,
    previous_status: previous?.status ?? null,
  }),
  machine_removed: ({ id }) => ({ machine_id: id }),
  entity_removed: ({ entityId }) => ({ entity_id: entityId }),
  integration_changed: ({ domain }) => ({ domain }),
  service_called: ({ service, caller, error }) => ({ service, caller, error }),
  problem_changed: ({ id }) => ({ problem_id: id }),
};

/** The newest events, in memory. */
export class RecentEvents {
  readonly #bus: EventBus;
  readonly #clock: Clock;
  readonly #events: RecentEvent[] = [];
  #lastId = 0;

  constructor(bus: EventBus, clock: Clock) {
    this.#bus = bus;
    this.#clock = clock;
  }

  /** Begins to remember. */
  start(): Undo {
    const undos = new UndoStack();
    for (const type of Object.keys(described) as (keyof Described)[]) {
      const describe = described[type] as (event: never) => Json;
      undos.add(this.#bus.on({ type } as never, (event) => this.add(type, describe(event as never)), "recent events"));
    }
    return () => void undos.unwind();
  }

  add(type: string, data: Json): void {
    const cause = currentCause();
    const origin = { causeId: cause?.id ?? null, causeOrigin: cause?.origin ?? null };
    this.#events.push({ id: ++this.#lastId, type, at: this.#clock.now(), ...origin, data });
    if (this.#events.length > most) this.#events.shift();
  }

  /** Newest first. */
  list(filter: { readonly type?: string | undefined; readonly limit: number }): readonly RecentEvent[] {
    const { type, limit } = filter;
    return this.#events
      .filter((event) => type === undefined || event.type === type)
      .slice(-limit)
      .reverse();
  }
}
