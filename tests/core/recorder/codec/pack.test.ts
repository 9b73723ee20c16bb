import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DamagedPack, encodePack, Pack, type PackSeries } from "../../../../core/recorder/codec/index.ts";
import { arbitrarySeries } from "./arbitrary-series.ts";

const efforts = ["fresh", "sealed"] as const;
const minute = 60_000;

function seriesOf(seriesId: number, values: readonly number[], firstAt = 1_760_000_000_000): PackSeries {
  const at = Float64Array.from(values, (_, index) => firstAt + index * minute);
  return { seriesId, at, columns: [Float64Array.from(values)] };
}

function roundTrip(series: readonly PackSeries[], effort: (typeof efforts)[number]): (PackSeries | undefined)[] {
  const pack = Pack.open(encodePack(series, { effort }));
  return series.map(({ seriesId }) => pack.read(seriesId));
}

/** One value of a column per kind of difficulty. */
const columns: readonly (readonly [string, readonly number[]])[] = [
  ["a single value", [21.5]],
  ["a constant", [937.81, 937.81, 937.81]],
  ["negative zero among zeros", [0, -0, 0, 0, -0]],
  ["one negative zero among many values", [...Array.from({ length: 40 }, (_, index) => index), -0]],
  ["counters at the end of what float64 counts", [2 ** 53 - 3, 2 ** 53 - 2, 2 ** 53 - 1, 2 ** 53]],
  ["integers that are too far apart to subtract", [-(2 ** 53), 2 ** 53, 0]],
  ["the smallest and the largest number", [5e-324, 1.7976931348623157e308, -5e-324]],
  ["numbers that are not finite", [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1]],
  ["thirds", [1 / 3, 2 / 3, 4 / 3, 5 / 3]],
  ["decimals that are inexact", [0.1, 0.2, 0.1 + 0.2, 0.3]],
  ["mixed decimals", [0.5, 100, 12.25, 3.125, 1e-9]],
];

describe("a pack", () => {
  it.each(efforts)("gives back every series bit for bit (%s)", (effort) => {
    fc.assert(
      fc.property(arbitrarySeries, (series) => {
        expect(roundTrip(series, effort)).toEqual(series);
      }),
    );
  });

  it.each(columns)("keeps %s", (_, values) => {
    const series = [seriesOf(7, values)];

    expect(efforts.map((effort) => roundTrip(series, effort))).toEqual([series, series]);
  });

  it("keeps times at both ends of the scale", () => {
    const at = Float64Array.of(0, 1, 2 ** 52, 2 ** 53 - 2, 2 ** 53 - 1);
    const series = [{ seriesId: 2 ** 40, at, columns: [at] }];

    expect(roundTrip(series, "sealed")).toEqual(series);
  });

  it("says what it holds without decoding it", () => {
    const pack = Pack.open(
      encodePack([seriesOf(9, [0.1, 0.7, 0.1, 0.2], 5000), seriesOf(4, [-3]), seriesOf(1, [])], { effort: "fresh" }),
    );

    expect({
      summaries: pack.summaries,
      of: pack.summaryOf(4)?.count,
      unknown: pack.summaryOf(5),
      has: [4, 5].map((id) => pack.has(id)),
    }).toEqual({
      summaries: [
        { seriesId: 1, count: 0, firstAt: 0, lastAt: 0, min: 0, max: 0, sum: 0 },
        { seriesId: 4, count: 1, firstAt: 1_760_000_000_000, lastAt: 1_760_000_000_000, min: -3, max: -3, sum: -3 },
        { seriesId: 9, count: 4, firstAt: 5000, lastAt: 5000 + 3 * minute, min: 0.1, max: 0.7, sum: 1.1 },
      ],
      of: 1,
      unknown: undefined,
      has: [true, false],
    });
  });

  it("has nothing to read of a series that it does not hold", () => {
    expect(Pack.open(encodePack([], { effort: "sealed" })).read(1)).toBeUndefined();
  });

  it("stores the times that series share once", () => {
    const values = Array.from({ length: 100 }, (_, index) => (index * index) % 7);
    const shared = encodePack([seriesOf(1, values), seriesOf(2, values)], { effort: "fresh" });
    const own = encodePack([seriesOf(1, values), seriesOf(2, values, 1_760_000_000_001)], { effort: "fresh" });
    const pack = Pack.open(shared);

    expect([pack.read(1)?.at === pack.read(2)?.at, shared.length < own.length]).toEqual([true, true]);
  });

  it("loses one series, and only that one, when its bytes are damaged", () => {
    const series = [seriesOf(1, [1, 5, 2]), seriesOf(2, [8, 1, 4])];
    const data = encodePack(series, { effort: "sealed" });
    data.writeUInt8(data.readUInt8(data.length - 1) ^ 1, data.length - 1);
    const pack = Pack.open(data);

    expect(pack.read(1)).toEqual(series[0]);
    expect(() => pack.read(2)).toThrow(new DamagedPack("Series 2 does not match its checksum"));
  });

  it.each([
    ["an id twice", [seriesOf(1, [1]), seriesOf(1, [2])], "Series 1 is twice in one pack"],
    [
      "a column that is too short",
      [{ ...seriesOf(1, [1, 2]), columns: [Float64Array.of(1)] }],
      "A column of series 1 is not as long as its times",
    ],
    [
      "more columns than it could read",
      [{ ...seriesOf(1, []), columns: new Array(17).fill(new Float64Array()) }],
      "Series 1 has more than 16 columns",
    ],
    [
      "more samples than it could read",
      [{ ...seriesOf(1, []), at: new Float64Array(1_000_001) }],
      "Series 1 has more than 1000000 samples",
    ],
    [
      "times that do not rise",
      [{ ...seriesOf(1, [1, 2]), at: Float64Array.of(5, 5) }],
      "5 cannot follow 5 in a list of times",
    ],
    [
      "times between milliseconds",
      [{ ...seriesOf(1, [1]), at: Float64Array.of(0.5) }],
      "0.5 cannot follow -1 in a list of times",
    ],
  ])("refuses %s", (_, series, message) => {
    expect(() => encodePack(series, { effort: "fresh" })).toThrow(new RangeError(message));
  });
});
