import type { EventBus } from "../bus/event-bus.ts";
import { currentCause } from "../causes/causes.ts";
import type { Clock, EntityAttributes, EntityState, EntityValue } from "../sdk/index.ts";

/** Writable inside this room only; everybody else sees the read-only form. */
type Current = { -readonly [Field in keyof EntityState]: EntityState[Field] };

const noAttributes: EntityAttributes = Object.freeze({});

/** The place of one entity's current value. Who sets it often keeps it, so that nothing is looked up. */
export interface StateCell {
  readonly entityId: string;
  /** The entity was removed or renamed since: this is no longer its place. */
  readonly isGone: boolean;
}

/** Writable inside this room only. */
interface Cell extends StateCell {
  isGone: boolean;
  state: Current | undefined;
  /** Number of its last change. */
  changedIn: number;
}

/** The current value of every entity. Setting an equal value only moves `updatedAt` and tells nobody. */
export class States {
  readonly #cells = new Map<string, Cell>();
  readonly #bus: EventBus;
  readonly #clock: Clock;
  #sequence = 0;

  constructor(bus: EventBus, clock: Clock) {
    this.#bus = bus;
    this.#clock = clock;
  }

  get(entityId: string): EntityState | undefined {
    return this.#cells.get(entityId)?.state;
  }

  /** Number of the newest change of any state in this run of the hub. */
  get sequence(): number {
    return this.#sequence;
  }

  /** Every state that became different after the change of that number. */
  *changedSince(sequence: number): Iterable<EntityState> {
    for (const { state, changedIn } of this.#cells.values()) if (state && changedIn > sequence) yield state;
  }

  /** The place of an entity's value, for `setCell`. */
  cell(entityId: string): StateCell {
    return this.#cell(entityId);
  }

  /** What is at a place. */
  stateAt(cell: StateCell): EntityState | undefined {
    return (cell as Cell).state;
  }

  /** Sets a value and makes the entity available. NaN and infinite numbers count as unknown. */
  set(entityId: string, value: EntityValue, attributes?: EntityAttributes): void {
    this.setCell(this.#cell(entityId), this.#clock.now(), value, attributes);
  }

  /** Like `set`, where the place is known and not gone, and the time too: many are set at one moment. */
  setCell(cell: StateCell, now: number, value: EntityValue, attributes: EntityAttributes = noAttributes): void {
    const known = (cell as Cell).state;
    const honest = typeof value === "number" && !Number.isFinite(value) ? null : value;
    if (known?.available && known.value === honest && isSameAttributes(known.attributes, attributes)) {
      known.updatedAt = now;
      return;
    }
    this.#change(cell as Cell, {
      id: cell.entityId,
      value: honest,
      available: true,
      changedAt: now,
      updatedAt: now,
      attributes,
      causeId: causeId(),
    });
  }

  /** Marks an entity as lost; its last value stays. Does nothing for one that was never set. */
  setUnavailable(entityId: string): void {
    const cell = this.#cells.get(entityId);
    if (!cell?.state?.available) return;
    this.#change(cell, { ...cell.state, available: false, changedAt: this.#clock.now(), causeId: causeId() });
  }

  /** Puts a value back as it was before a restart, and tells nobody. */
  restore(state: EntityState): void {
    this.#cell(state.id).state = state;
  }

  /** Moves the value of an entity that was renamed. */
  rename(entityId: string, newId: string): void {
    const known = this.get(entityId);
    this.remove(entityId);
    if (known) this.#change(this.#cell(newId), { ...known, id: newId });
  }

  /** Forgets an entity. */
  remove(entityId: string): void {
    const cell = this.#cells.get(entityId);
    if (!cell) return;
    cell.isGone = true;
    this.#cells.delete(entityId);
    if (cell.state) this.#bus.emit("entity_removed", { entityId });
  }

  #cell(entityId: string): Cell {
    const known = this.#cells.get(entityId);
    if (known) return known;
    const cell: Cell = { entityId, isGone: false, state: undefined, changedIn: 0 };
    this.#cells.set(entityId, cell);
    return cell;
  }

  #change(cell: Cell, state: Current): void {
    const { entityId, state: previous } = cell;
    cell.state = state;
    cell.changedIn = ++this.#sequence;
    this.#bus.emit("state_changed", previous ? { entityId, state, previous } : { entityId, state });
  }
}

function causeId(): string | null {
  return currentCause()?.id ?? null;
}

function isSameAttributes(one: EntityAttributes, other: EntityAttributes): boolean {
  if (one === other) return true;
  let more = 0;
  for (const name in one) {
    if (one[name] !== other[name]) return false;
    more++;
  }
  for (const _ in other) more--;
  return more === 0;
}
