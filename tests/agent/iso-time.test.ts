import fc from "fast-check";
import { expect, test } from "vitest";
import { isoTime } from "../../agent/iso-time.ts";

const first = Date.UTC(1900, 0, 1);
const last = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

test.each([0, -1, Date.UTC(2024, 1, 29), Date.UTC(2100, 1, 28, 23, 59, 59, 999), Date.UTC(2000, 11, 31), first, last])(
  "A moment is written as Date writes it: %d",
  (moment) => {
    expect(isoTime(moment)).toBe(new Date(moment).toISOString());
  },
);

test("Every moment is written as Date writes it", () => {
  fc.assert(fc.property(fc.integer({ min: first, max: last }), (at) => isoTime(at) === new Date(at).toISOString()));
});
