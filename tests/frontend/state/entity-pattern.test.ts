import { assert } from "chai";
import { coveringPatterns } from "../../../frontend/state/entity-pattern.ts";

describe("the covering patterns", () => {
  it("leave out ids that a wider pattern names", () => {
    const wanted = ["nas.cpu_percent", "pi.cpu_percent", "*.cpu_percent", "nas.load_1m", "pi.load_1m", "nas.*"];

    assert.deepEqual(coveringPatterns(wanted), ["*.cpu_percent", "nas.*", "pi.load_1m"]);
  });

  it("cover every instance of a key", () => {
    assert.deepEqual(coveringPatterns(["nas.filesystem_percent.%2Fmnt", "*.filesystem_percent"]), [
      "*.filesystem_percent",
    ]);
  });
});
