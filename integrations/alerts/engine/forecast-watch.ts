import type { Clock, HistoryReader, StateReader } from "../../../core/sdk/index.ts";
import { daysUntilFull } from "../evaluation/forecast.ts";
import type { Bindings } from "./bindings.ts";
import type { Judge } from "./judge.ts";

const hourMilliseconds = 3_600_000;
/** How far back a forecast looks. */
export const forecastHours = 7 * 24;
/** So many entities are read at once; fitting one of them takes about a millisecond. */
const atOnce = 50;

/** What forecasting needs. */
export interface ForecastParts {
  readonly clock: Clock;
  readonly states: StateReader;
  readonly history: HistoryReader;
  readonly bindings: Bindings;
  readonly judge: Judge;
  /** Every device, by the prefix of its entities. */
  readonly devices: () => readonly string[];
}

/** Judges, once an hour, when what fills up will be full. */
export class ForecastWatch {
  readonly #parts: ForecastParts;

  constructor(parts: ForecastParts) {
    this.#parts = parts;
  }

  async review(): Promise<void> {
    const { clock, bindings, devices } = this.#parts;
    const bound = bindings.deriving("forecast", devices);
    const byEntity = Map.groupBy(bound, ({ entityId }) => entityId);
    const ids = [...byEntity.keys()];
    const to = Math.floor(clock.now() / hourMilliseconds) * hourMilliseconds;
    for (let index = 0; index < ids.length; index += atOnce) {
      const days = await this.#forecasts(ids.slice(index, index + atOnce), to);
      for (const [entityId, value] of days) {
        for (const { binding } of byEntity.get(entityId) ?? []) this.#judge(binding, entityId, value);
      }
    }
  }

  /** In how many days each of them is full. */
  async #forecasts(entityIds: readonly string[], to: number): Promise<readonly (readonly [string, number | null])[]> {
    const from = to - forecastHours * hourMilliseconds;
    const found = await this.#parts.history.read({ entityIds, from, to, points: forecastHours });
    return found.map(({ entityId, points }) => {
      const means = points.flatMap(([at, value]) => (value === null ? [] : [{ at, value }]));
      return [entityId, daysUntilFull(means)] as const;
    });
  }

  #judge(binding: Parameters<Judge["judgeReading"]>[0], entityId: string, value: number | null): void {
    const { states, judge, clock } = this.#parts;
    const state = states.get(entityId);
    // What is not reported now is judged by its readings again once it is.
    if (state?.available) judge.judgeReading(binding, state, { value, at: clock.now() });
  }
}
