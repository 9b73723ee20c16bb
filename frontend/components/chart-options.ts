import type { ChartOptions, Scale } from "chart.js";
import { formatClock, formatDay, formatMoment } from "../format/times.ts";
import type { ChartFrame } from "./chart-engine.ts";
import { highestLevel, roomAbove } from "./chart-guides.ts";

const monospace = { family: "JetBrains Mono, ui-monospace, monospace", size: 11 };
const minuteMilliseconds = 60_000;
/** Distances between the ticks of the time axis, in minutes. */
const tickMinutes = [5, 10, 15, 20, 30, 60, 120, 240, 360, 720];
/** The same of a longer time, in days. */
const tickDays = [1, 2, 3, 5, 7, 14, 30, 61, 92];
const dayMinutes = 1440;
/** How wide a tick's text is with the space around it, in pixels. */
const tickPixels = 72;

/** How a chart looks and reads: one line per series, a read-out at the pointer, nothing that moves. */
export function chartOptions(frame: ChartFrame): ChartOptions<"line"> {
  const { colours, from, until, maximum, format } = frame;
  return {
    animation: false,
    responsive: true,
    maintainAspectRatio: false,
    parsing: false,
    normalized: true,
    borderColor: colours.border,
    layout: { padding: { top: roomAbove(frame) } },
    interaction: { mode: "index", intersect: false, axis: "x" },
    elements: {
      line: { borderWidth: 1.8, borderJoinStyle: "round", fill: "origin" },
      point: { radius: 0, hoverRadius: 4, hitRadius: 12, hoverBorderWidth: 0 },
    },
    scales: {
      x: {
        type: "linear",
        min: from,
        max: until,
        grid: { display: false },
        border: { color: colours.grid },
        afterBuildTicks: placeTimeTicks,
        ticks: {
          color: colours.tick,
          font: monospace,
          maxRotation: 0,
          callback: (value) => formatTick(Number(value), until - from),
        },
      },
      y: {
        type: "linear",
        min: 0,
        ...(maximum === undefined ? { grace: "10%", suggestedMax: highestLevel(frame) } : { max: maximum }),
        grid: { color: colours.grid, tickLength: 0 },
        border: { display: false },
        ticks: {
          color: colours.tick,
          font: monospace,
          maxTicksLimit: 5,
          padding: 8,
          callback: (value) => format(Number(value)),
        },
      },
    },
    plugins: { tooltip: readOut(frame) },
  };
}

function readOut({
  colours,
  format,
  lines,
  until,
}: ChartFrame): NonNullable<ChartOptions<"line">["plugins"]>["tooltip"] {
  return {
    backgroundColor: colours.surface,
    borderColor: colours.border,
    borderWidth: 1,
    cornerRadius: 8,
    padding: 10,
    boxWidth: 8,
    boxHeight: 8,
    boxPadding: 5,
    caretSize: 0,
    titleColor: colours.text,
    bodyColor: colours.text,
    titleFont: { family: "Space Grotesk, system-ui, sans-serif", size: 12, weight: 600 },
    bodyFont: { ...monospace, size: 12 },
    filter: ({ datasetIndex }) => datasetIndex < lines.length,
    callbacks: {
      title: ([item]) => (item ? formatMoment(Number(item.parsed.x), until) : ""),
      label: ({ dataset, parsed }) => ` ${dataset.label}  ${format(Number(parsed.y))}`,
      labelColor: ({ dataset }) => ({
        backgroundColor: String(dataset.borderColor),
        borderColor: colours.surface,
        borderRadius: 2,
      }),
    },
  };
}

/** Ticks at round local times, as many as there is room for. */
function placeTimeTicks(scale: Scale): void {
  const minutes = (scale.max - scale.min) / minuteMilliseconds;
  const room = Math.max(1, Math.floor(scale.width / tickPixels));
  const step = tickMinutes.find((candidate) => minutes / candidate <= room);
  const days = tickDays.find((candidate) => minutes / dayMinutes / candidate <= room) ?? tickDays.at(-1) ?? 1;
  scale.ticks = [...(step === undefined ? midnights(scale, days) : clockTimes(scale, step))].map((value) => ({
    value,
  }));
}

function* clockTimes({ min, max }: Scale, minutes: number): Generator<number> {
  const step = minutes * minuteMilliseconds;
  const zone = new Date(min).getTimezoneOffset() * minuteMilliseconds;
  for (let at = Math.ceil((min - zone) / step) * step + zone; at <= max; at += step) yield at;
}

/** By the calendar, since days in which the clock is changed are not 24 hours long. */
function* midnights({ min, max }: Scale, days: number): Generator<number> {
  const at = new Date(min);
  at.setHours(24, 0, 0, 0);
  for (; at.getTime() <= max; at.setDate(at.getDate() + days)) yield at.getTime();
}

/** At midnight, and of a time of days, the date. */
function formatTick(time: number, span: number): string {
  const isMidnight = new Date(time).getHours() === 0 && new Date(time).getMinutes() === 0;
  return isMidnight && span > dayMinutes * minuteMilliseconds * 0.9 ? formatDay(time) : formatClock(time);
}
