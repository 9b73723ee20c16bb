import fc from "fast-check";
import type { PackSeries } from "../../../../core/recorder/codec/index.ts";

/** Columns of every kind that readings come in, of the given length. */
export function arbitraryColumn(length: number): fc.Arbitrary<Float64Array> {
  const exactly = { minLength: length, maxLength: length };
  const anything = fc.double({ noNaN: true });
  const decimals = fc
    .integer({ min: 0, max: 9 })
    .chain((places) =>
      fc.array(fc.integer({ min: -1e6, max: 1e6 }), exactly).map((all) => all.map((one) => one / 10 ** places)),
    );
  const counter = fc
    .tuple(fc.nat(), fc.array(fc.oneof(fc.nat(5000), fc.constant(-1)), exactly))
    .map(([start, steps]) => counted(start, steps));
  const special = fc.constantFrom(
    0,
    -0,
    1,
    2 ** 53,
    2 ** 53 - 1,
    -(2 ** 53),
    2 ** 52 + 1,
    5e-324,
    1.7976931348623157e308,
  );
  return fc
    .oneof(
      fc.array(anything, exactly),
      decimals,
      counter,
      fc.array(special, exactly),
      anything.map((value) => new Array<number>(length).fill(value)),
      fc.array(fc.oneof({ weight: 40, arbitrary: fc.nat(1000) }, { weight: 1, arbitrary: anything }), exactly),
      fc.array(fc.maxSafeInteger(), exactly),
      fc.array(fc.integer({ min: 0, max: 50 }), exactly).map((all) => all.map((one) => 2 ** 53 - one)),
      fc.array(fc.float({ noNaN: true }), exactly),
    )
    .map((values) => Float64Array.from(values));
}

/** Times of one list: a rhythm with jitter, gaps and steps of the clock. */
export const arbitraryTimes: fc.Arbitrary<Float64Array> = fc
  .tuple(
    fc.integer({ min: 0, max: 2 ** 42 }),
    fc.constantFrom(1, 1000, 60_000, 300_000),
    fc.array(fc.oneof({ weight: 20, arbitrary: fc.integer({ min: 0, max: 10 }) }, { weight: 1, arbitrary: fc.nat() }), {
      maxLength: 200,
    }),
  )
  .map(([start, step, delays]) => {
    let at = start;
    return Float64Array.from(delays, (delay) => (at += step + delay));
  });

/** Series of one pack, each with one of a few lists of times, and up to five columns. */
export const arbitrarySeries: fc.Arbitrary<PackSeries[]> = fc
  .array(arbitraryTimes, { minLength: 1, maxLength: 3 })
  .chain((lists) =>
    fc.uniqueArray(
      fc
        .tuple(fc.integer({ min: 0, max: 2 ** 40 }), fc.constantFrom(...lists), fc.integer({ min: 0, max: 5 }))
        .chain(([seriesId, at, columns]) =>
          fc
            .tuple(...Array.from({ length: columns }, () => arbitraryColumn(at.length)))
            .map((all) => ({ seriesId, at, columns: all })),
        ),
      { selector: ({ seriesId }) => seriesId, maxLength: 8 },
    ),
  );

/** A counter that starts again at every step of -1. */
function counted(start: number, steps: readonly number[]): number[] {
  let count = start;
  return steps.map((step) => (count = step < 0 ? 0 : count + step));
}
