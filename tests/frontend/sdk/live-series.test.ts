import { assert } from "chai";
import { LiveSeries } from "../../../frontend/sdk/live-series.ts";

const minute = 60_000;
const recorded = [
  { time: 0, value: 10 },
  { time: minute, value: null },
  { time: 2 * minute, value: 30 },
];

describe("a live series", () => {
  it("continues the recorded buckets on their grid", () => {
    const series = new LiveSeries(minute, recorded);

    series.add({ time: 3 * minute + 20_000, value: 40 });

    assert.deepEqual(series.between(0, 3 * minute + 30_000), [...recorded, { time: 3 * minute, value: 40 }]);
  });

  it("holds a reading until the next one, because equal readings are not sent", () => {
    const series = new LiveSeries(minute, recorded);
    series.add({ time: 2 * minute + 1000, value: 35 });

    series.add({ time: 5 * minute + 1000, value: 50 });

    assert.deepEqual(
      series.between(2 * minute, 5 * minute + 2000).map(({ value }) => value),
      [null, 35, 35, 35, 50],
    );
  });

  it("shows a gap while the source is lost", () => {
    const series = new LiveSeries(minute, recorded);
    series.add({ time: 2 * minute + 1000, value: 35 });

    series.add({ time: 3 * minute, value: null });

    assert.deepEqual(
      series.between(2 * minute, 5 * minute).map(({ value }) => value),
      [null, 35, null, null],
    );
  });

  it("does not change what was recorded by a reading of before", () => {
    const series = new LiveSeries(minute, recorded);

    series.add({ time: 1000, value: 99 });

    assert.deepEqual(series.between(0, 2 * minute), recorded);
  });

  it("drops what is older than the time shown", () => {
    const series = new LiveSeries(minute, recorded);

    assert.deepEqual(series.between(3 * minute, 3 * minute), [{ time: 2 * minute, value: 30 }]);
  });
});
