import { Chart, Filler, LinearScale, LineController, LineElement, type Plugin, PointElement, Tooltip } from "chart.js";
import { gapsOf, runsOf } from "../sdk/history-gaps.ts";
import type { HistoryPoint } from "../sdk/index.ts";
import type { ChartColours } from "./chart-colours.ts";
import { type ChartGuides, guidesPlugin } from "./chart-guides.ts";
import { chartOptions } from "./chart-options.ts";

/** One line of a chart. */
export interface ChartLine {
  readonly label: string;
  /** The custom property of its colour: `--cpu`. */
  readonly colour: `--${string}`;
  readonly points: readonly HistoryPoint[];
}

/** What a chart shows at one moment. Times are Unix milliseconds. */
export interface ChartFrame {
  readonly lines: readonly ChartLine[];
  readonly from: number;
  readonly until: number;
  /** The top of the scale; without one it fits the highest value. */
  readonly maximum: number | undefined;
  /** Writes a value with its unit. */
  readonly format: (value: number) => string;
  readonly colours: ChartColours;
  /** Levels and moments that are drawn over the lines. */
  readonly guides?: ChartGuides | undefined;
}

/** A drawn chart. */
export interface ChartHandle {
  update(frame: ChartFrame): void;
  /** Points at the points of an index, as hovering does; `null` at none. */
  pointAt(index: number | null): void;
  destroy(): void;
}

type HistoryLineChart = Chart<"line", { x: number; y: number | null }[]>;

/** A thin line at the moment that is read out. */
const readingLine: Plugin<"line"> = {
  id: "readingLine",
  beforeDatasetsDraw(chart) {
    const at = chart.getActiveElements()[0]?.element.x;
    if (at === undefined) return;
    const { ctx, chartArea } = chart;
    ctx.save();
    ctx.strokeStyle = String(chart.options.borderColor);
    ctx.beginPath();
    ctx.moveTo(at, chartArea.top);
    ctx.lineTo(at, chartArea.bottom);
    ctx.stroke();
    ctx.restore();
  },
};

/** Draws a chart of recorded values into a canvas. Only what line charts need of Chart.js is loaded. */
export function createChart(canvas: HTMLCanvasElement, frame: ChartFrame): ChartHandle {
  Chart.register(Filler, LinearScale, LineController, LineElement, PointElement, Tooltip);
  let shown = frame;
  const chart: HistoryLineChart = new Chart(canvas, {
    type: "line",
    data: { datasets: datasetsOf(frame) },
    options: chartOptions(frame),
    plugins: [readingLine, guidesPlugin(() => shown)],
  });
  return {
    update(next) {
      shown = next;
      chart.data.datasets = datasetsOf(next);
      chart.options = chartOptions(next);
      chart.update("none");
    },
    pointAt: (index) => pointAt(chart, index, shown.lines.length),
    destroy: () => chart.destroy(),
  };
}

/** The lines in their order, then the bands behind them. */
function datasetsOf(frame: ChartFrame) {
  const bands = frame.lines.map((line) => bandOf(line, frame));
  const lines = frame.lines.map((line, index) => ({
    ...lineOf(line, frame),
    fill: bands[index]?.length ? false : "origin",
  }));
  return [...lines, ...bands.flat()];
}

function lineOf({ label, colour, points }: ChartLine, { colours }: ChartFrame) {
  const painted = colours.lines.get(colour)?.line ?? colours.text;
  return {
    label,
    data: points.map(({ time, value }) => ({ x: time, y: value })),
    borderColor: painted,
    backgroundColor: colours.lines.get(colour)?.area ?? colours.grid,
    pointBackgroundColor: painted,
    pointHoverBackgroundColor: painted,
    pointRadius: radiiOf(points),
    // Given a number, Chart.js still breaks the line at every bucket without a reading. So it joins all, and gaps are not painted.
    spanGaps: true,
    segment: unpaintedGaps(points),
  };
}

/** What lay between the lowest and the highest reading of each bucket; nothing where a bucket is one reading. */
function bandOf({ label, colour, points }: ChartLine, { colours }: ChartFrame) {
  if (points.every(({ lowest, highest }) => lowest === highest)) return [];
  const edge = (key: "lowest" | "highest") => ({
    label,
    data: points.map((point) => ({ x: point.time, y: point[key] ?? null })),
    borderWidth: 0,
    pointRadius: 0,
    pointHoverRadius: 0,
    spanGaps: true,
    segment: unpaintedGaps(points),
    backgroundColor: colours.lines.get(colour)?.area ?? colours.grid,
  });
  return [
    { ...edge("lowest"), fill: false },
    { ...edge("highest"), fill: "-1" },
  ];
}

function unpaintedGaps(points: readonly HistoryPoint[]) {
  const gaps = gapsOf(points);
  const paint = ({ p1DataIndex }: { p1DataIndex: number }) => (gaps.has(p1DataIndex) ? "transparent" : undefined);
  return { borderColor: paint, backgroundColor: paint };
}

/** A reading alone between two gaps makes no line, so it is drawn as a dot. */
function radiiOf(points: readonly HistoryPoint[]): number[] {
  const alone = new Set(runsOf(points).flatMap((run) => (run.length === 1 ? run.map(({ time }) => time) : [])));
  return points.map(({ time }) => (alone.has(time) ? 2 : 0));
}

function pointAt(chart: HistoryLineChart, index: number | null, lineCount: number): void {
  const lines = chart.data.datasets.slice(0, lineCount);
  const active = index === null ? [] : lines.map((_, datasetIndex) => ({ datasetIndex, index }));
  chart.setActiveElements(active);
  chart.tooltip?.setActiveElements(active, { x: 0, y: 0 });
  chart.update("none");
}
