import { assert } from "chai";
import { t } from "../../../frontend/text/t.ts";

describe("texts", () => {
  it("are filled in", () => {
    assert.equal(t("machine.up", { duration: "12 d" }), "up 12 d");
  });

  it("choose their form by the count and write it the reader's way", () => {
    assert.deepEqual(
      [1, 0, 12_000].map((count) => t("live.machines", { count })),
      ["Live · 1 machine", "Live · 0 machines", "Live · 12,000 machines"],
    );
  });

  it("keep what looks like a placeholder in a value as it is", () => {
    assert.equal(t("banner.one", { name: "{name}<b>" }), "{name}<b> is offline");
  });
});
