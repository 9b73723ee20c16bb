import { assert } from "chai";
import type { Scale } from "chart.js";
import { chartOptions } from "../../../frontend/components/chart-options.ts";

const day = 86_400_000;

/** The labels of the time axis of a chart of so many pixels. The tests' browser is in London. */
function labels(from: string, days: number, width = 650): string[] {
  const [min, max] = [Date.parse(from), Date.parse(from) + days * day];
  const frame = { lines: [], from: min, until: max, maximum: 100, format: String, colours: {} as never };
  const axis = chartOptions(frame).scales?.["x"];
  const scale = { min, max, width, ticks: [] } as unknown as Scale;
  axis?.afterBuildTicks?.(scale);
  const write = axis?.ticks?.callback as unknown as (value: number) => string;
  return scale.ticks.map(({ value }) => write(value));
}

describe("the time axis", () => {
  it("of an hour has times of the clock", () => {
    assert.deepEqual(labels("2026-01-15T12:00:00Z", 1 / 24), [
      "12:00",
      "12:10",
      "12:20",
      "12:30",
      "12:40",
      "12:50",
      "13:00",
    ]);
  });

  it("of a day has the date at midnight", () => {
    assert.deepEqual(labels("2026-01-15T18:30:00Z", 1), ["20:00", "16 Jan", "04:00", "08:00", "12:00", "16:00"]);
  });

  it("of a month has dates, by the calendar also where the clock is changed", () => {
    assert.deepEqual(labels("2026-03-15T12:00:00Z", 30), ["16 Mar", "21 Mar", "26 Mar", "31 Mar", "5 Apr", "10 Apr"]);
  });

  it("of a year on a phone has few", () => {
    assert.deepEqual(labels("2025-01-15T12:00:00Z", 365, 250), ["16 Jan", "18 Apr", "19 Jul", "19 Oct"]);
  });
});
