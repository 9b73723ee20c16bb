import { assert } from "chai";
import { runsOf } from "../../../frontend/sdk/history-gaps.ts";

const minute = 60_000;
const points = (values: readonly (number | null)[]) => values.map((value, index) => ({ time: index * minute, value }));

describe("recorded points", () => {
  it("are one line across a heartbeat that came late", () => {
    const runs = runsOf(points([1, null, 3]));

    assert.deepEqual(
      runs.map((run) => run.map(({ value }) => value)),
      [[1, 3]],
    );
  });

  it("have a gap where there was a longer absence", () => {
    const runs = runsOf(points([1, 2, null, null, null, 6, 7]));

    assert.deepEqual(
      runs.map((run) => run.map(({ value }) => value)),
      [
        [1, 2],
        [6, 7],
      ],
    );
  });

  it("are no line when nothing was recorded", () => {
    assert.deepEqual(runsOf(points([null, null])), []);
  });
});
