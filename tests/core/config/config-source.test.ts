import { describe, expect, it } from "vitest";
import { ConfigSource } from "../../../core/config/config-source.ts";
import { formatProblems } from "../../../core/config/problem.ts";

function complaints(text: string, schema: Record<string, unknown>): string {
  return formatProblems(new ConfigSource("c.yaml", text).validate("/block", schema).problems);
}

describe("ConfigSource", () => {
  it.each([
    [
      "a missing setting",
      "block: {}",
      { type: "object", required: ["token"], properties: { token: { type: "string" } } },
      "c.yaml:1:1  block.token is missing",
    ],
    [
      "a limit that is excluded",
      "block: 0",
      { type: "number", exclusiveMinimum: 0 },
      "c.yaml:1:8  block must be more than 0, but is 0",
    ],
    ["a lower limit", "block: 1", { type: "number", minimum: 2 }, "c.yaml:1:8  block must be at least 2, but is 1"],
    ["an upper limit", "block: 3", { type: "number", maximum: 2 }, "c.yaml:1:8  block must be at most 2, but is 3"],
    [
      "a length",
      "block: abc",
      { type: "string", minLength: 4 },
      'c.yaml:1:8  block must have at least 4 characters, but is "abc"',
    ],
    [
      "a pattern",
      "block: A",
      { type: "string", pattern: "^[a-z]$" },
      'c.yaml:1:8  block must match ^[a-z]$, but is "A"',
    ],
    [
      "alternatives, once",
      "block: 5",
      { anyOf: [{ type: "string" }, { type: "object" }, { const: false }] },
      "c.yaml:1:8  block must be text, a map of settings or false, but is 5",
    ],
    [
      "a long value, cut",
      `block: ${"a".repeat(100)}`,
      { type: "number" },
      `c.yaml:1:8  block must be a number, but is "${"a".repeat(59)}…`,
    ],
  ])("explains %s", (_, text, schema, expected) => {
    expect(complaints(text, schema)).toEqual(expected);
  });

  it("leaves the data as it was when it fills in defaults", () => {
    const source = new ConfigSource("c.yaml", "block:\n  a: 1\n");

    source.validate("/block", { type: "object", properties: { b: { type: "number", default: 2 } } });

    expect(source.entries("/block")).toEqual([["a", 1]]);
  });

  it("reads nothing of what every object inherits", () => {
    const source = new ConfigSource("c.yaml", "block: {}\n");

    expect(source.validate("/block/constructor", { type: "object" })).toEqual({ value: {}, problems: [] });
  });
});
