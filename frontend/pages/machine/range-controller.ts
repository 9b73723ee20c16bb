import type { LitElement } from "lit";
import type { ChartLine } from "../../components/chart-engine.ts";
import type { ChartPhase } from "../../components/history-chart.ts";
import { TickController } from "../../components/tick-controller.ts";
import { HistoryController, type HistoryRange, rangeMilliseconds } from "../../sdk/index.ts";

/** How often the time axis moves on when no reading comes. */
const tickSeconds = 15;

/** The recent past of some entities, ready to be drawn. */
export class RangeController {
  readonly #history: HistoryController;
  readonly #tick: TickController;
  #range: HistoryRange = "1h";

  constructor(host: LitElement) {
    this.#history = new HistoryController(host);
    this.#tick = new TickController(host, tickSeconds);
  }

  watch(range: HistoryRange, ...entities: readonly string[]): void {
    this.#range = range;
    this.#history.watch({ entities, range, points: 180 });
  }

  get range(): HistoryRange {
    return this.#range;
  }

  /** The span that is shown, in Unix milliseconds. */
  get from(): number {
    return this.until - rangeMilliseconds[this.#range];
  }

  get until(): number {
    return this.#tick.now;
  }

  get phase(): ChartPhase {
    if (this.#history.error !== undefined) return "failed";
    return this.#history.loaded ? "ready" : "loading";
  }

  /** One entity as a line. */
  line(entityId: string, label: string, colour: `--${string}`): ChartLine {
    return { label, colour, points: this.#history.points(entityId) };
  }
}
