import type { Clock, StateReader } from "../../../core/sdk/index.ts";
import type { Binding, Bindings } from "./bindings.ts";
import type { Judge } from "./judge.ts";

/** What watching for silence needs. */
export interface SilenceParts {
  readonly clock: Clock;
  readonly states: StateReader;
  readonly bindings: Bindings;
  readonly judge: Judge;
  /** Every device, by the prefix of its entities. */
  readonly devices: () => readonly string[];
}

/** The wall clock may go this much ahead of, or behind, the one that never steps. Milliseconds. */
const leastStep = 5000;

/** Judges, as time goes by, for how long entities were not read. A time in which the hub itself did not listen is not held against them. */
export class SilenceWatch {
  readonly #parts: SilenceParts;
  /** Since when the hub has listened without a break, on the wall clock and on the one that never steps. */
  #listening: { readonly since: number; readonly now: number; readonly monotonic: number };

  constructor(parts: SilenceParts) {
    this.#parts = parts;
    const now = parts.clock.now();
    this.#listening = { since: now, now, monotonic: parts.clock.monotonic() };
  }

  review(): void {
    this.#listen();
    const { states, bindings, judge, devices } = this.#parts;
    const { now: at, since } = this.#listening;
    for (const { binding, entityId } of bindings.deriving("silence", devices)) {
      const state = states.get(entityId);
      const isTooSoon = state && state.updatedAt < since && at - since < patienceOf(binding);
      if (!state || isTooSoon) continue;
      judge.judgeReading(binding, state, { value: Math.max(0, Math.floor((at - state.updatedAt) / 1000)), at });
    }
  }

  /** After a step of the clock, or when the host slept, nothing can be said of how long ago something was. */
  #listen(): void {
    const { clock } = this.#parts;
    const [now, monotonic] = [clock.now(), clock.monotonic()];
    const before = this.#listening;
    const step = now - before.now - (monotonic - before.monotonic);
    this.#listening = { since: Math.abs(step) > leastStep ? now : before.since, now, monotonic };
  }
}

/** How long something may be silent, in milliseconds. */
function patienceOf({ watched }: Binding): number {
  const condition = watched.levels[0]?.condition;
  return condition?.kind === "above" ? condition.threshold * 1000 : 0;
}
