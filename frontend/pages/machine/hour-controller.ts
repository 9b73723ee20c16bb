import type { LitElement } from "lit";
import type { ChartLine } from "../../components/chart-engine.ts";
import type { ChartPhase } from "../../components/history-chart.ts";
import { TickController } from "../../components/tick-controller.ts";
import { HistoryController } from "../../sdk/index.ts";

const minutes = 60;
/** How often the time axis moves on when no reading comes. */
const tickSeconds = 15;

/** The last hour of some entities, ready to be drawn. */
export class HourController {
  readonly #history: HistoryController;
  readonly #tick: TickController;

  constructor(host: LitElement) {
    this.#history = new HistoryController(host);
    this.#tick = new TickController(host, tickSeconds);
  }

  watch(...entities: readonly string[]): void {
    this.#history.watch({ entities, minutes, points: 180 });
  }

  /** The span that is shown, in Unix milliseconds. */
  get from(): number {
    return this.until - minutes * 60_000;
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
