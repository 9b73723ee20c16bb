import type { Entity } from "../sdk/index.ts";
import { parseSelection } from "../states/selection.ts";
import { dayOf } from "./days.ts";

/** How long history is kept. */
export interface RetentionRules {
  /** Days that readings are kept. */
  readonly keepDays: number;
  /** Days that rollups and changes are kept. */
  readonly rollupDays: number;
  /** Other times for the readings of some entities: the first that matches counts. */
  readonly exceptions: readonly { readonly entities: readonly string[]; readonly keepDays: number }[];
}

/** Says how long the readings of an entity are kept: as its user says, else the first exception that matches, else as all. */
export class Retention {
  readonly rules: RetentionRules;
  readonly #exceptions: readonly { readonly matches: (entity: Entity) => boolean; readonly keepDays: number }[];

  constructor(rules: RetentionRules) {
    this.rules = rules;
    this.#exceptions = rules.exceptions.map(({ entities, keepDays }) => {
      return { matches: parseSelection(entities, "recorder.exceptions"), keepDays };
    });
  }

  keepDaysOf(entity: Entity): number {
    if (entity.keepDays !== null) return entity.keepDays;
    return this.#exceptions.find(({ matches }) => matches(entity))?.keepDays ?? this.rules.keepDays;
  }

  /** The oldest day (number since the epoch) of which something that is kept so many days is kept. */
  static oldestDay(now: number, days: number): number {
    return dayOf(now) - days;
  }
}
