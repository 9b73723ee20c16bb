import { describe, expect, test } from "vitest";
import { backOffSeconds } from "../../agent/back-off.ts";

const options = { longestSeconds: 60, retryAfterSeconds: null, random: 0.999999 };

describe("backOffSeconds", () => {
  test("doubles up to the longest wait", () => {
    const waits = [1, 2, 3, 4, 5, 6, 50].map((failures) => Math.round(backOffSeconds({ ...options, failures })));
    expect(waits).toEqual([2, 4, 8, 16, 32, 60, 60]);
  });

  test("spreads the attempts of a fleet over half of the wait", () => {
    expect(backOffSeconds({ ...options, failures: 6, random: 0 })).toBe(30);
  });

  test("waits at least as long as the hub asked for", () => {
    expect(backOffSeconds({ ...options, failures: 1, retryAfterSeconds: 120, random: 0 })).toBe(120);
  });
});
