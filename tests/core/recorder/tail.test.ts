import { describe, expect, it } from "vitest";
import { Tail } from "../../../core/recorder/tail.ts";

describe("the readings in memory", () => {
  it("come back by series, however many came in between", () => {
    const tail = new Tail();
    for (let minute = 0; minute < 10_000; minute++) {
      tail.add(1, minute, minute * 2);
      tail.add(5000, minute, -minute);
    }
    const [one, other] = [tail.samplesOf(1), tail.samplesOf(5000)];

    expect([[...tail.seriesIds()], tail.size, tail.samplesOf(2), tail.samplesOf(9000)]).toEqual([
      [1, 5000],
      20_000,
      undefined,
      undefined,
    ]);
    expect([one?.at.length, one?.values[9999], other?.at[0], other?.values[9999]]).toEqual([10_000, 19_998, 0, -9999]);
  });

  it("are in order of time, and of two of one moment the first stays", () => {
    const tail = new Tail();
    for (const [at, value] of [
      [2000, 1],
      [1000, 2],
      [3000, 3],
      [2000, 4],
    ] as const)
      tail.add(7, at, value);

    expect(tail.samplesOf(7)).toEqual({ at: Float64Array.of(1000, 2000, 3000), values: Float64Array.of(2, 1, 3) });
  });

  it("are forgotten by series, which may begin anew", () => {
    const tail = new Tail();
    for (const seriesId of [1, 2, 1]) tail.add(seriesId, 1000, seriesId);
    tail.drop(1);
    tail.drop(3);
    tail.drop(100_000);
    tail.add(1, 2000, 9);

    expect([[...tail.seriesIds()], tail.size, tail.samplesOf(1)]).toEqual([
      [1, 2],
      2,
      { at: Float64Array.of(2000), values: Float64Array.of(9) },
    ]);
  });
});
