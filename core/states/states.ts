import type { EventBus } from "../bus/event-bus.ts";
import { currentCause } from "../causes/causes.ts";
import type { Clock, EntityAttributes, EntityState, EntityValue, StateReader } from "../sdk/index.ts";

/** Writable inside this room only; everybody else sees the read-only form. */
type Current = { -readonly [Field in keyof EntityState]: EntityState[Field] };

const noAttributes: EntityAttributes = Object.freeze({});

/** The current value of every entity. Setting an equal value only moves `updatedAt` and tells nobody. */
export class States implements StateReader {
  readonly #current = new Map<string, Current>();
  readonly #bus: EventBus;
  readonly #clock: Clock;

  constructor(bus: EventBus, clock: Clock) {
    this.#bus = bus;
    this.#clock = clock;
  }

  get(entityId: string): EntityState | undefined {
    return this.#current.get(entityId);
  }

  /** Sets a value and makes the entity available. NaN and infinite numbers count as unknown. */
  set(entityId: string, value: EntityValue, attributes: EntityAttributes = noAttributes): void {
    const known = this.#current.get(entityId);
    const honest = typeof value === "number" && !Number.isFinite(value) ? null : value;
    const now = this.#clock.now();
    if (known?.available && known.value === honest && isSameAttributes(known.attributes, attributes)) {
      known.updatedAt = now;
      return;
    }
    this.#change(known, {
      id: entityId,
      value: honest,
      available: true,
      changedAt: now,
      updatedAt: now,
      attributes,
      ...cause(),
    });
  }

  /** Marks an entity as lost; its last value stays. Does nothing for one that was never set. */
  setUnavailable(entityId: string): void {
    const known = this.#current.get(entityId);
    if (!known?.available) return;
    this.#change(known, { ...known, available: false, changedAt: this.#clock.now(), ...cause() });
  }

  /** Puts a value back as it was before a restart, and tells nobody. */
  restore(state: EntityState): void {
    this.#current.set(state.id, state);
  }

  /** Moves the value of an entity that was renamed. */
  rename(entityId: string, newId: string): void {
    const known = this.#current.get(entityId);
    if (!known) return;
    this.remove(entityId);
    this.#change(undefined, { ...known, id: newId });
  }

  /** Forgets an entity. */
  remove(entityId: string): void {
    if (this.#current.delete(entityId)) this.#bus.emit("entity_removed", { entityId });
  }

  #change(previous: EntityState | undefined, state: Current): void {
    this.#current.set(state.id, state);
    this.#bus.emit("state_changed", { entityId: state.id, state, ...(previous ? { previous } : {}) });
  }
}

function cause(): { readonly causeId: string | null } {
  return { causeId: currentCause()?.id ?? null };
}

function isSameAttributes(one: EntityAttributes, other: EntityAttributes): boolean {
  if (one === other) return true;
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name]);
}
