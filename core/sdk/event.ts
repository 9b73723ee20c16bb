import type { Machine } from "./device.ts";
import type { EntityState } from "./entity.ts";

/** Every event of the platform, by name. Names are facts in the past tense. */
export interface PlatformEvents {
  /** A state became different. `previous` is absent for the first one. */
  state_changed: { readonly entityId: string; readonly state: EntityState; readonly previous?: EntityState };
  /** An entity no longer exists. */
  entity_removed: { readonly entityId: string };
  /** A machine was registered, or its record or status became different. */
  machine_changed: { readonly machine: Machine; readonly previous?: Machine };
  /** A machine was removed. */
  machine_removed: { readonly id: string };
  /** A machine was heard from. Fires on every heartbeat; listen to `machine_changed` for news. */
  machine_seen: { readonly id: string; readonly at: number };
  /** An integration's state became different. */
  integration_changed: { readonly domain: string };
}

export type EventName = keyof PlatformEvents;

/** Which events a handler wants: a type, and for states the entity. There is no "every event" listener. */
export type EventFilter<Name extends EventName = EventName> = Name extends "state_changed"
  ? { readonly type: Name; readonly entityId?: string }
  : { readonly type: Name };
