import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { endOf, isBetween, nextTimeOfDay, parseTimeOfDay, wallClock } from "../../../core/notifications/time-of-day.ts";

const berlin = wallClock("Europe/Berlin");
const utc = (text: string) => Date.parse(`2026-${text}:00Z`);
const shown = (at: number) => new Date(at).toISOString().slice(5, 16);
const zones = ["UTC", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu"].map(wallClock);

const moment = fc.integer({ min: Date.parse("2026-01-01T00:00:00Z"), max: Date.parse("2027-12-31T00:00:00Z") });
const minuteOfDay = fc.integer({ min: 0, max: 1439 });
const zone = fc.constantFrom(...zones);

describe("the next time of day", () => {
  it.each([
    ["later that day", "01-15T05:00", "08:00", "01-15T07:00"],
    ["on the next day when it is that time now", "01-15T07:00", "08:00", "01-16T07:00"],
    ["an hour earlier by UTC once the clocks are put forward", "03-28T12:00", "08:00", "03-29T06:00"],
    ["an hour later by UTC once the clocks are put back", "10-24T12:00", "08:00", "10-25T07:00"],
    ["when the clocks have been put forward over it", "03-28T12:00", "02:30", "03-29T01:00"],
    ["the first of two", "10-24T12:00", "02:30", "10-25T00:30"],
    ["at midnight", "01-15T12:00", "00:00", "01-15T23:00"],
  ])("is %s", (_, after, time, expected) => {
    expect(shown(nextTimeOfDay(parseTimeOfDay(time), utc(after), berlin))).toBe(expected);
  });

  it("is later, within a day and an hour, in every zone on every day", () => {
    fc.assert(
      fc.property(moment, minuteOfDay, zone, (after, time, clock) => {
        const next = nextTimeOfDay(time, after, clock);
        return next > after && next - after <= 25 * 3_600_000;
      }),
      { numRuns: 300, seed: 1 },
    );
  });
});

describe("the end of quiet hours", () => {
  it.each([
    ["in the morning", "01-15T23:00", "22:00", "07:00", "01-16T06:00"],
    ["an hour earlier by UTC when the clocks are put forward", "03-28T22:00", "22:00", "07:00", "03-29T05:00"],
    ["an hour later by UTC when the clocks are put back", "10-24T22:00", "22:00", "07:00", "10-25T06:00"],
    ["on the same day", "01-15T12:00", "12:00", "14:30", "01-15T13:30"],
  ])("is %s", (_, at, from, to, expected) => {
    expect(shown(endOf(parseTimeOfDay(from), parseTimeOfDay(to), utc(at), berlin))).toBe(expected);
  });

  it("is no quiet moment itself, and every minute before it is one", () => {
    fc.assert(
      fc.property(moment, minuteOfDay, minuteOfDay, zone, (at, from, to, clock) => {
        fc.pre(from !== to && isBetween(clock(at), from, to));
        const end = endOf(from, to, at, clock);
        const isQuiet = (time: number) => isBetween(clock(time), from, to);
        return !isQuiet(end) && isQuiet(end - 60_000) && isQuiet(at + Math.floor((end - at) / 2));
      }),
      { numRuns: 300, seed: 2 },
    );
  });
});
