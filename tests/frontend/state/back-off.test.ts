import { assert } from "chai";
import { backOffMilliseconds } from "../../../frontend/state/back-off.ts";

describe("the back-off", () => {
  it("doubles up to 20 s", () => {
    const waits = [1, 2, 3, 4, 5, 6, 7, 50].map((failures) => backOffMilliseconds(failures, 1));

    assert.deepEqual(waits, [500, 1000, 2000, 4000, 8000, 16_000, 20_000, 20_000]);
  });

  it("leaves half of the wait to chance", () => {
    assert.deepEqual([backOffMilliseconds(3, 0), backOffMilliseconds(3, 1)], [1000, 2000]);
  });
});
