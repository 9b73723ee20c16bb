import { css, html, LitElement, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { formatMoment } from "../format/times.ts";
import { baseStyles } from "../styles/base.ts";
import { t } from "../text/t.ts";
import { readColours } from "./chart-colours.ts";
import type { ChartFrame, ChartHandle, ChartLine } from "./chart-engine.ts";
import type { ChartGuides } from "./chart-guides.ts";
import { ThemeChangeController } from "./theme-change-controller.ts";

/** Whether the past is there to be drawn. */
export type ChartPhase = "loading" | "failed" | "ready";

/**
 * Recorded values as lines over time, with a read-out under the pointer, a finger or the arrow keys. Chart.js is loaded
 * when the first chart is shown.
 */
@customElement("hl-history-chart")
export class HistoryChart extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        position: relative;
        display: block;
        min-height: 0;
      }
      .plot {
        position: absolute;
        inset: 0;
      }
      .message {
        position: absolute;
        inset: 0;
        display: grid;
        place-items: center;
        color: var(--text-3);
        font-size: var(--type-small);
        pointer-events: none;
      }
    `,
  ];

  @property({ attribute: false }) lines: readonly ChartLine[] = [];
  /** The span that is shown, in Unix milliseconds. */
  @property({ attribute: false }) from = 0;
  @property({ attribute: false }) until = 0;
  /** The same span in words: `last hour`. */
  @property({ attribute: false }) span: string = t("range.1h");
  /** The top of the scale; without one it fits the highest value. */
  @property({ attribute: false }) maximum: number | undefined;
  @property({ attribute: false }) format: (value: number) => string = String;
  /** Levels and moments to draw over the lines. */
  @property({ attribute: false }) guides: ChartGuides | undefined;
  @property() phase: ChartPhase = "loading";
  @state() private readIndex: number | null = null;
  @query("canvas") private readonly canvas!: HTMLCanvasElement;
  #chart: ChartHandle | undefined;
  #isLoading = false;

  constructor() {
    super();
    new ThemeChangeController(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#chart?.destroy();
    this.#chart = undefined;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.requestUpdate();
  }

  protected override render() {
    const message = this.#message();
    const count = this.lines[0]?.points.length ?? 0;
    return html`
      <div class="plot" role="slider" tabindex="0" aria-label=${this.#summary()} aria-roledescription="chart"
        aria-valuemin="0" aria-valuemax=${Math.max(0, count - 1)} aria-valuenow=${this.readIndex ?? Math.max(0, count - 1)}
        aria-valuetext=${this.#reading()} @keydown=${this.#onKey} @blur=${() => this.#readAt(null)}>
        <canvas aria-hidden="true"></canvas>
      </div>
      ${message ? html`<p class="message" role="status">${message}</p>` : nothing}
    `;
  }

  protected override updated(): void {
    if (this.#chart) this.#chart.update(this.#frame());
    else if (this.phase !== "loading" && !this.#isLoading) void this.#draw();
  }

  async #draw(): Promise<void> {
    this.#isLoading = true;
    const { createChart } = await import("./chart-engine.ts");
    this.#isLoading = false;
    if (this.isConnected) this.#chart = createChart(this.canvas, this.#frame());
  }

  #frame(): ChartFrame {
    const { lines, from, until, maximum, format, guides } = this;
    const painted = [...lines, ...(guides?.levels ?? []), ...(guides?.moments ?? [])].map(({ colour }) => colour);
    return { lines, from, until, maximum, format, guides, colours: readColours(this, painted) };
  }

  #message(): string {
    if (this.phase === "loading") return t("chart.loading");
    if (this.phase === "failed") return t("chart.failed");
    return this.lines.every(({ points }) => points.every(({ value }) => value === null)) ? this.#nothing() : "";
  }

  #nothing(): string {
    return t("chart.empty", { span: this.span });
  }

  #summary(): string {
    const summaries = this.lines.map(({ label, points }) => {
      const values = points.map(({ value }) => value).filter((value) => value !== null);
      const { span } = this;
      if (values.length === 0) return `${label}: ${this.#nothing()}`;
      const [now, lowest, highest] = [values.at(-1) ?? 0, Math.min(...values), Math.max(...values)].map(this.format);
      return t("chart.summary", { label, span, now: now ?? "", lowest: lowest ?? "", highest: highest ?? "" });
    });
    return [...summaries, t("chart.keys")].join(" ");
  }

  /** The moment that the arrow keys chose, in words. */
  #reading(): string {
    const index = this.readIndex ?? (this.lines[0]?.points.length ?? 0) - 1;
    const time = this.lines[0]?.points[index]?.time;
    if (time === undefined) return this.#nothing();
    const values = this.lines.map(({ label, points }) => {
      const value = points[index]?.value ?? null;
      return `${label} ${value === null ? t("status.unknown") : this.format(value)}`;
    });
    return [formatMoment(time, this.until), ...values].join(", ");
  }

  #onKey(event: KeyboardEvent): void {
    const last = (this.lines[0]?.points.length ?? 0) - 1;
    const current = this.readIndex ?? last;
    const next = { ArrowLeft: current - 1, ArrowRight: current + 1, Home: 0, End: last, Escape: null }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    this.#readAt(next === null ? null : Math.max(0, Math.min(last, next)));
  }

  #readAt(index: number | null): void {
    this.readIndex = index;
    this.#chart?.pointAt(index);
  }
}
