import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deriving } from "../../../../integrations/alerts/evaluation/derivation.ts";

const minute = 60_000;
const hour = 60 * minute;
const values = (derive: ReturnType<typeof deriving>, readings: readonly (readonly [number, unknown])[]) =>
  readings.map(([minutes, value]) => derive({ at: minutes * minute, value: value as number })?.value ?? null);

describe("a change", () => {
  it("is a value that is another one than before, which may be from before a restart", () => {
    const derive = deriving({ kind: "changes" }, "6.1");

    expect(
      values(derive, [
        [1, "6.1"],
        [2, "6.8"],
        [3, null],
        [4, "6.8"],
      ]),
    ).toEqual([false, true, null, false]);
  });

  it("is not the first value of all", () => {
    expect(values(deriving({ kind: "changes" }), [[1, true]])).toEqual([false]);
  });
});

describe("a rate", () => {
  it("is known once readings reach back half of its time", () => {
    const derive = deriving({ kind: "rate", perMilliseconds: hour });

    expect(
      values(derive, [
        [0, 10],
        [20, 11],
        [30, 12],
        [60, 14],
        [120, 15],
      ]),
    ).toEqual([null, null, 4, 4, 1]);
  });

  it("of what grows evenly is the same however often it is read", () => {
    const arbitrary = fc.tuple(fc.double({ min: -9, max: 9, noNaN: true }), fc.integer({ min: 5, max: 600 }));
    fc.assert(
      fc.property(arbitrary, ([perHour, seconds]) => {
        const derive = deriving({ kind: "rate", perMilliseconds: hour });
        const last = Array.from({ length: 800 }, (_, index) => {
          const at = index * seconds * 1000;
          return derive({ at, value: 50 + (perHour * at) / hour });
        }).at(-1)?.value;

        expect(last).toBeCloseTo(perHour, 6);
      }),
      { numRuns: 30 },
    );
  });
});

it.each(["silence", "forecast"] as const)("%s says nothing of a single reading", (kind) => {
  expect(values(deriving({ kind }), [[1, 5]])).toEqual([null]);
});
