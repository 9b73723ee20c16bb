import { describe, expect, it } from "vitest";
import { addCounts, countStep, countTests } from "../../../core/bootstrap/counts.mjs";

const counts = (passed: number, failed: number, skipped: number) => ({ passed, failed, skipped });

describe("the counts of verify", () => {
  it.each([
    ["success", 0, counts(1, 0, 0)],
    ["failure", 2, counts(0, 1, 0)],
  ])("take a step without tests as one %s", (_, exitCode, expected) => {
    expect(countStep(exitCode)).toEqual(expected);
  });

  it.each([
    ["a good report", 0, counts(5, 0, 1), counts(5, 0, 1)],
    ["failed tests", 1, counts(5, 2, 0), counts(5, 2, 0)],
    ["a runner that failed with no failed test", 1, counts(5, 0, 0), counts(5, 1, 0)],
    ["a runner that left no report", 0, undefined, counts(0, 1, 0)],
  ])("take %s as it is meant", (_, exitCode, reported, expected) => {
    expect(countTests(exitCode, reported)).toEqual(expected);
  });

  it("add up", () => {
    expect(addCounts([counts(1, 0, 0), counts(20, 3, 4)])).toEqual(counts(21, 3, 4));
  });
});
