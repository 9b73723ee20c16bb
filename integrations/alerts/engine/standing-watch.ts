import type { Clock, MachineReader, StateReader } from "../../../core/sdk/index.ts";
import { standingMilliseconds } from "../evaluation/standing.ts";
import type { Bindings } from "./bindings.ts";
import type { Judge } from "./judge.ts";
import type { Watches } from "./watches.ts";

/** What watching over values that stand needs. */
export interface StandingParts {
  readonly clock: Clock;
  readonly states: StateReader;
  readonly machines: MachineReader;
  readonly bindings: Bindings;
  readonly watches: Watches;
  readonly judge: Judge;
}

/**
 * Reads anew what is bad, or was so lately, on devices that send no heartbeats: an integration may confirm a value without changing it, or
 * say nothing as long as it stays.
 */
export class StandingWatch {
  readonly #parts: StandingParts;

  constructor(parts: StandingParts) {
    this.#parts = parts;
  }

  review(): void {
    const { states, machines, watches, judge } = this.#parts;
    for (const entityId of [...watches.subjects()]) {
      const device = states.entity(entityId)?.device;
      if (device === undefined || machines.get(device)) continue;
      judge.judgeEntity(entityId);
      this.#judgeStanding(entityId);
    }
  }

  #judgeStanding(entityId: string): void {
    const { clock, states, bindings, watches, judge } = this.#parts;
    const state = states.get(entityId);
    if (!state?.available) return;
    const at = clock.now();
    for (const binding of bindings.of(entityId)) {
      const watch = watches.get(binding.rule.name, entityId);
      const isDue = watch !== undefined && at - watch.at >= standingMilliseconds;
      if (isDue && !binding.watched.derived) judge.judgeReading(binding, state, { value: state.value, at });
    }
  }
}
