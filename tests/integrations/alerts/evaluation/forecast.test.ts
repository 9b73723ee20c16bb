import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { daysUntilFull } from "../../../../integrations/alerts/evaluation/forecast.ts";

const hour = 3_600_000;
const hours = (count: number, valueAt: (hour: number) => number) =>
  Array.from({ length: count }, (_, index) => ({ at: index * hour, value: valueAt(index) }));
/** Further ahead than this is all the same, in days. */
const never = 200;

describe("the forecast of a file system", () => {
  it.each([
    ["that grows by 2 points a day from 72", hours(168, (at) => 72 + at / 12), 7],
    ["that stands still", hours(168, () => 80), never],
    ["that shrinks", hours(168, (at) => 90 - at / 20), never],
    ["of which less than a day is known", hours(23, (at) => 50 + at), null],
    ["of which nothing is known", [], null],
    ["that is full", hours(168, (at) => Math.min(100, 20 + at)), 0],
    ["that once got a large file", hours(168, (at) => (at < 100 ? 40 : 70)), never],
    ["that is cleaned up each night", hours(168, (at) => 50 + (at % 24) / 4), never],
    ["that grows, and on which something was deleted", hours(168, (at) => 60 + at / 12 - (at < 84 ? 0 : 10)), 18],
  ])("%s", (_, means, days) => {
    const found = daysUntilFull(means);

    expect(found === null ? null : Math.min(never, Math.round(found * 2) / 2)).toBe(days);
  });

  it("is that of the ramp, whatever noise lies on it and wherever hours are missing", () => {
    const ramp = fc.record({
      slope: fc.double({ min: 0.05, max: 0.2, noNaN: true }),
      noise: fc.array(fc.double({ min: -0.3, max: 0.3, noNaN: true }), { minLength: 168, maxLength: 168 }),
      missing: fc.uniqueArray(fc.integer({ min: 1, max: 166 }), { maxLength: 60 }),
    });
    fc.assert(
      fc.property(ramp, ({ slope, noise, missing }) => {
        const means = hours(168, (at) => 50 + slope * at + (noise[at] ?? 0)).filter((_, at) => !missing.includes(at));
        const expected = (100 - (50 + slope * 167)) / (slope * 24);
        const found = daysUntilFull(means) ?? Number.NaN;

        expect(Math.abs(found - expected) / expected).toBeLessThan(0.25);
      }),
      { numRuns: 40 },
    );
  });
});
