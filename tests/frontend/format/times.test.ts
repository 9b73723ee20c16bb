import { assert } from "chai";
import { formatAge, formatClock, formatDuration, formatMoment } from "../../../frontend/format/times.ts";

const noon = Date.parse("2025-01-01T12:00:00Z");

describe("times", () => {
  it("write durations in the largest unit of which there are two", () => {
    const seconds = [-5, 0, 59, 119, 120, 7199, 7200, 172_799, 172_800, 42 * 86_400];

    assert.deepEqual(
      seconds.map((duration) => formatDuration(duration).replace("\u00a0", " ")),
      ["0 s", "0 s", "59 s", "119 s", "2 min", "119 min", "2 h", "47 h", "2 d", "42 d"],
    );
  });

  it("write how long ago something was", () => {
    assert.equal(formatAge(noon - 4000, noon), "4\u00a0s ago");
  });

  it("write moments of today without a date, and others with one", () => {
    assert.deepEqual(
      [formatClock(noon), formatMoment(noon - 3_600_000, noon), formatMoment(noon - 5 * 86_400_000, noon)],
      ["12:00", "11:00", "27 Dec, 12:00"],
    );
  });
});
