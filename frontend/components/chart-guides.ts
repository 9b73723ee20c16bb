import type { Chart, Plugin } from "chart.js";
import type { ChartFrame } from "./chart-engine.ts";

/** A level that values are compared with, drawn across the chart. */
export interface ChartLevel {
  readonly value: number;
  readonly label: string;
  /** The custom property of its colour: `--crit`. */
  readonly colour: `--${string}`;
}

/** A moment at which something happened (Unix milliseconds), drawn from top to bottom. */
export interface ChartMoment {
  readonly time: number;
  readonly label: string;
  readonly colour: `--${string}`;
}

/** What is drawn over the lines of a chart. */
export interface ChartGuides {
  readonly levels: readonly ChartLevel[];
  readonly moments: readonly ChartMoment[];
}

const font = "500 11px Space Grotesk, system-ui, sans-serif";
const rowHeight = 16;
/** So many labels of moments find a place above each other. */
const mostRows = 3;
const padding = 5;

/** Draws the guides of the frame that is shown. */
export function guidesPlugin(frameOf: () => ChartFrame): Plugin<"line"> {
  return {
    id: "guides",
    afterDatasetsDraw(chart) {
      const frame = frameOf();
      if (!frame.guides) return;
      const { ctx } = chart;
      ctx.save();
      ctx.font = font;
      for (const level of frame.guides.levels) drawLevel(chart, frame, level);
      drawMoments(chart, frame, frame.guides.moments);
      ctx.restore();
    },
  };
}

/** How much room the labels need above the chart, in pixels. */
export function roomAbove({ guides }: ChartFrame): number {
  return Math.min(mostRows, guides?.moments.length ?? 0) * rowHeight;
}

/** The highest level, so that the scale reaches it; `undefined` without any. */
export function highestLevel({ guides }: ChartFrame): number | undefined {
  const values = guides?.levels.map(({ value }) => value) ?? [];
  return values.length === 0 ? undefined : Math.max(...values);
}

function drawLevel({ ctx, chartArea, scales }: Chart, { colours }: ChartFrame, { value, label, colour }: ChartLevel) {
  const y = scales["y"]?.getPixelForValue(value) ?? Number.NaN;
  if (!(y >= chartArea.top && y <= chartArea.bottom)) return;
  ctx.strokeStyle = ctx.fillStyle = colours.lines.get(colour)?.line ?? colours.text;
  ctx.setLineDash([4, 4]);
  ctx.beginPath();
  ctx.moveTo(chartArea.left, y);
  ctx.lineTo(chartArea.right, y);
  ctx.stroke();
  ctx.setLineDash([]);
  ctx.textAlign = "left";
  // Below the line, since what is bad is mostly above it.
  ctx.textBaseline = chartArea.bottom - y < rowHeight ? "bottom" : "top";
  ctx.fillText(label, chartArea.left + padding, y + (ctx.textBaseline === "top" ? padding : -padding));
}

/** Their labels stand above the chart; those that would cover each other on rows of their own, the first at the bottom. */
function drawMoments({ ctx, chartArea, scales }: Chart, { colours }: ChartFrame, moments: readonly ChartMoment[]) {
  const rowEnds: number[] = [];
  for (const { time, label, colour } of moments) {
    const x = scales["x"]?.getPixelForValue(time) ?? Number.NaN;
    if (!(x >= chartArea.left && x <= chartArea.right)) continue;
    const width = ctx.measureText(label).width + 2 * padding;
    const left = x + width > chartArea.right ? x - width : x;
    const free = rowEnds.findIndex((end) => end < left);
    const row = free < 0 ? Math.min(rowEnds.length, mostRows - 1) : free;
    rowEnds[row] = left + width;
    const top = chartArea.top - (row + 1) * rowHeight;
    const painted = colours.lines.get(colour)?.line ?? colours.text;
    ctx.strokeStyle = painted;
    ctx.beginPath();
    ctx.moveTo(x, top);
    ctx.lineTo(x, chartArea.bottom);
    ctx.stroke();
    ctx.fillStyle = painted;
    ctx.textAlign = "left";
    ctx.textBaseline = "middle";
    ctx.fillText(label, left + padding, top + rowHeight / 2);
  }
}
