import { describe, expect, it } from "vitest";
import { changesBetween, withoutDefaults } from "../../../core/config/changes.ts";

describe("changesBetween", () => {
  it("names what differs, and leaves out what does not", () => {
    const before = { a: 1, b: { c: 2, d: 3 }, l: [1, 2], gone: true };
    const after = { a: 1, b: { c: 2, d: 4, e: { f: 5 } }, l: [1] };

    expect(changesBetween(before, after, ["x"])).toEqual([
      { path: ["x", "b", "d"], value: 4 },
      { path: ["x", "b", "e"], value: { f: 5 } },
      { path: ["x", "l"], value: [1] },
      { path: ["x", "gone"], value: undefined },
    ]);
  });
});

describe("withoutDefaults", () => {
  it("keeps what has to be written", () => {
    expect(withoutDefaults({ a: 1, b: { c: 2, d: 3 } }, { a: 1, b: { c: 2, d: 4 }, e: 5 })).toEqual({
      b: { d: 4 },
      e: 5,
    });
  });
});
