import { expect } from "chai";
import { createChart } from "../../../frontend/components/chart-engine.ts";
import type { HistoryPoint } from "../../../frontend/sdk/index.ts";

const bucket = 12_000;
const count = 300;
const hour = bucket * count;

/** A reading a minute in buckets of twelve seconds, as the hub answers for an hour; none between two moments. */
function minuteReadings(silentFrom: number, silentUntil: number): HistoryPoint[] {
  return Array.from({ length: count }, (_, index) => {
    const time = index * bucket;
    const isReading = index % 5 === 0 && (time < silentFrom || time > silentUntil);
    return { time, value: isReading ? 50 : null };
  });
}

/** The share of columns between two moments in which the line is painted. */
function paintedShare(canvas: HTMLCanvasElement, from: number, until: number): number {
  const { width, height } = canvas;
  const pixels = canvas.getContext("2d")?.getImageData(0, 0, width, height).data ?? new Uint8ClampedArray();
  const isPainted = (x: number) => {
    for (let y = 0; y < height; y++) {
      const at = (y * width + x) * 4;
      if ((pixels[at] ?? 0) > 200 && (pixels[at + 1] ?? 255) < 60) return true;
    }
    return false;
  };
  const columns = Array.from(
    { length: Math.floor(((until - from) / hour) * width) },
    (_, index) => index + Math.ceil((from / hour) * width),
  );
  return columns.filter(isPainted).length / columns.length;
}

/** How many pixels of the area's blue there are one above the other in the middle of the chart. */
function paintedHeight(canvas: HTMLCanvasElement): number {
  const { width, height } = canvas;
  const column = canvas.getContext("2d")?.getImageData(Math.floor(width / 2), 0, 1, height).data ?? [];
  return Array.from({ length: height }, (_, y) => column[y * 4 + 2] ?? 0).filter((blue) => blue > 200).length;
}

describe("a chart of an hour", () => {
  let canvas: HTMLCanvasElement;

  function draw(points: HistoryPoint[]): void {
    document.querySelector(".chart-box")?.remove();
    const box = document.createElement("div");
    box.className = "chart-box";
    box.style.cssText = "position: relative; width: 600px; height: 200px";
    canvas = document.createElement("canvas");
    box.append(canvas);
    document.body.append(box);
    const colours = {
      lines: new Map([["--cpu", { line: "#ff0000", area: "#0000ffff" }]]),
      text: "#0000ff",
      grid: "#00ff00",
      surface: "#ffffff",
    };
    const frame = { lines: [{ label: "CPU", colour: "--cpu" as const, points }], from: 0, until: hour, maximum: 100 };
    createChart(canvas, { ...frame, format: String, colours: colours as never });
  }

  afterEach(() => canvas.parentElement?.remove());

  it("joins readings that are a minute apart to one line", () => {
    draw(minuteReadings(hour, hour));
    expect(paintedShare(canvas, hour * 0.3, hour * 0.9)).to.equal(1);
  });

  it("paints a band between the lowest and the highest reading of each bucket", () => {
    draw(minuteReadings(hour, hour));
    const fromNothingTo50 = paintedHeight(canvas);
    draw(minuteReadings(hour, hour).map((point) => ({ ...point, lowest: 20, highest: 80 })));
    expect(paintedHeight(canvas) / fromNothingTo50).to.be.closeTo(60 / 50, 0.1);
  });

  it("leaves a silence of ten minutes open", () => {
    draw(minuteReadings(hour * 0.5, hour * 0.7));
    expect(paintedShare(canvas, hour * 0.56, hour * 0.66)).to.equal(0);
    expect(paintedShare(canvas, hour * 0.25, hour * 0.45)).to.equal(1);
  });
});
