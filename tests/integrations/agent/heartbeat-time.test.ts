import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readTime } from "../../../integrations/agent/heartbeat-time.ts";

describe("the time of a heartbeat", () => {
  it.each([
    ["2026-01-15T12:00:00Z", "2026-01-15T12:00:00.000Z"],
    ["2026-01-15t12:00:00.5z", "2026-01-15T12:00:00.500Z"],
    ["2026-01-15T12:00:00.123456+00:00", "2026-01-15T12:00:00.123Z"],
    ["2026-01-15T12:00:00.123456", "2026-01-15T12:00:00.123Z"],
    ["2026-01-15 12:00:00", "2026-01-15T12:00:00.000Z"],
    ["2026-01-15T07:00:00-05:00", "2026-01-15T12:00:00.000Z"],
    ["2026-01-15T17:30:00+0530", "2026-01-15T12:00:00.000Z"],
    ["2026-01-15T13:00:00+01", "2026-01-15T12:00:00.000Z"],
    ["2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000Z"],
  ])("%s is %s", (written, meant) => {
    expect(new Date(readTime(written)).toISOString()).toBe(meant);
  });

  it.each(["", "yesterday", "2026-01-15", "1768478400", "2026-01-15T12:00", "2026-01-15T12:00:00 Europe/Berlin"])(
    "is not to be read from %j",
    (written) => {
      expect(() => readTime(written)).toThrow(RangeError);
    },
  );

  it("is the same as JavaScript's for whatever that writes", () => {
    const range = { min: new Date("1970-01-01T00:00:00Z"), max: new Date("2999-12-31T00:00:00Z"), noInvalidDate: true };
    fc.assert(fc.property(fc.date(range), (date) => readTime(date.toISOString()) === date.getTime()));
  });
});
