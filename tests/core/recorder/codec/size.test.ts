import { describe, expect, it } from "vitest";
import { encodePack, Pack, type PackSeries } from "../../../../core/recorder/codec/index.ts";
import { realisticDay } from "./realistic-day.ts";

function bytesPerSample(series: readonly PackSeries[], effort: "fresh" | "sealed"): number {
  const samples = series.reduce((sum, { at }) => sum + at.length, 0);
  return encodePack(series, { effort }).length / samples;
}

/** The part of a day that an hour is. */
function hourOf(series: readonly PackSeries[]): PackSeries[] {
  const part = (values: Float64Array) => values.subarray(600, 660);
  return series.map(({ seriesId, at, columns }) => ({ seriesId, at: part(at), columns: columns.map(part) }));
}

describe("the size of a pack", () => {
  const day = realisticDay();

  it("of a day is 0.55 bytes a sample, directory and checksums included", () => {
    expect(bytesPerSample(day, "sealed")).toBeLessThan(0.55);
  });

  it("of a day is hardly larger when it was made in a hurry", () => {
    expect(bytesPerSample(day, "fresh")).toBeLessThan(0.56);
  });

  it("of an hour is a byte a sample, half of it for the directory", () => {
    expect(bytesPerSample(hourOf(day), "fresh")).toBeLessThan(1.05);
  });

  it("does not cost a bit of any reading", () => {
    const pack = Pack.open(encodePack(day, { effort: "sealed" }));

    expect(day.map(({ seriesId }) => pack.read(seriesId))).toEqual(day);
  });

  it("of readings that never change is a byte for seventy of them", () => {
    const at = Float64Array.from({ length: 1440 }, (_, minute) => minute * 60_000);
    const still = Array.from({ length: 10 }, (_, seriesId) => ({
      seriesId,
      at,
      columns: [new Float64Array(1440).fill(seriesId / 4)],
    }));

    expect(bytesPerSample(still, "sealed")).toBeLessThan(1 / 70);
  });

  it("of readings without a pattern is no more than float64 takes", () => {
    const at = Float64Array.from({ length: 1440 }, (_, minute) => minute * 60_000);
    const noise = Float64Array.from(at, (_, index) => ((index * 2_654_435_761) % 2 ** 32) / 3);

    expect(bytesPerSample([{ seriesId: 1, at, columns: [noise] }], "sealed")).toBeLessThan(8);
  });
});
