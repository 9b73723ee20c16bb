import type { Machine } from "./device.ts";
import type { EntityState } from "./entity.ts";
import type { Json } from "./json.ts";

/** Every event of the platform, by name. Names are facts in the past tense. */
export interface PlatformEvents {
  /** A state became different. `previous` is absent for the first one. */
  state_changed: { readonly entityId: string; readonly state: EntityState; readonly previous?: EntityState };
  /** An entity's name, id or settings became different. */
  entity_changed: { readonly entityId: string };
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
  /** A service was called and ended; `error` is its code, `null` after a success. */
  service_called: { readonly service: string; readonly caller: string; readonly error: string | null };
  /** A problem came up, changed or is gone. */
  problem_changed: { readonly id: string };
  /** An event of an integration, named `<domain>.<type>`. */
  integration_event: { readonly name: string; readonly data: Json };
}

/** What an integration tells the rest of the house: a fact in the past tense, `container_died`. */
export interface IntegrationEvent {
  readonly type: string;
  readonly data: Json;
}

export type EventName = keyof PlatformEvents;

/** Which events a handler wants: a type, for states the entity, for integrations' events the name. */
export type EventFilter<Name extends EventName = EventName> = Name extends "state_changed"
  ? { readonly type: Name; readonly entityId?: string }
  : Name extends "integration_event"
    ? { readonly type: Name; readonly name: string }
    : { readonly type: Name };
