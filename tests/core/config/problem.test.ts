import { describe, expect, it } from "vitest";
import { formatProblems, refuseProblems } from "../../../core/config/problem.ts";

const problem = (line: number, column = 1) => ({ file: "config.yaml", line, column, message: "is wrong" });

describe("formatProblems", () => {
  it("follows the order of the file", () => {
    expect(formatProblems([problem(9), problem(2, 7), problem(2, 3)])).toBe(
      "config.yaml:2:3  is wrong\nconfig.yaml:2:7  is wrong\nconfig.yaml:9:1  is wrong",
    );
  });

  it("shows the first twenty and counts the others", () => {
    const lines = formatProblems(Array.from({ length: 23 }, (_, index) => problem(index + 1))).split("\n");

    expect({ count: lines.length, last: lines.slice(-2) }).toEqual({
      count: 21,
      last: ["config.yaml:20:1  is wrong", "… and 3 more"],
    });
  });
});

describe("refuseProblems", () => {
  it("says nothing about a good file", () => {
    expect(refuseProblems([])).toBeUndefined();
  });

  it("ends the start with exit code 2", () => {
    expect(() => refuseProblems([problem(1)])).toThrow(
      expect.objectContaining({ name: "StartError", exitCode: 2, message: "config.yaml:1:1  is wrong" }),
    );
  });
});
