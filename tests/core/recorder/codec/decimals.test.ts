import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decimalsOf } from "../../../../core/recorder/codec/index.ts";

describe("the decimals of a column", () => {
  it.each([
    [0, []],
    [0, [0, -0, 5, 2 ** 53 - 1]],
    [1, [0.1, 20, -3.5]],
    [2, [0.25, 0.1]],
    [9, [1e-9, 4]],
    [undefined, [0.1, 1 / 3]],
    [undefined, [1e-10]],
    [undefined, [1, Number.NaN]],
    [undefined, [Number.POSITIVE_INFINITY]],
  ])("are %s for %j", (decimals, values) => {
    expect(decimalsOf(Float64Array.from(values))).toBe(decimals);
  });

  it("are never more than the values were made with", () => {
    const made = fc.tuple(fc.integer({ min: 0, max: 9 }), fc.array(fc.integer()));

    fc.assert(
      fc.property(made, ([places, digits]) => {
        const decimals = decimalsOf(Float64Array.from(digits, (one) => one / 10 ** places));
        expect(decimals).toBeLessThanOrEqual(places);
      }),
    );
  });
});
