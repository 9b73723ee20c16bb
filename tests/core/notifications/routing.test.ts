import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRouting, type NotificationRules, type RouteRule } from "../../../core/notifications/routing.ts";
import { parseTimeOfDay, wallClock } from "../../../core/notifications/time-of-day.ts";
import type { Notification, NotificationKind, Severity } from "../../../core/sdk/index.ts";
import { messageOf } from "./fake-channel.ts";

const channels = ["mail", "pager", "slack"];
const evening = Date.parse("2026-01-15T23:00:00Z");
const any: RouteRule = { severities: null, types: null, tags: null, machines: null, channels, quietHours: null };
const nas = { id: "nas", name: "NAS", tags: ["storage", "prod"] };
const night = { from: parseTimeOfDay("22:00"), to: parseTimeOfDay("07:00"), except: ["critical"] } as const;

const rule = (changes: Partial<RouteRule>): RouteRule => ({ ...any, ...changes });
const message = (changes: Partial<Notification> = {}): Notification => ({ ...messageOf("a"), ...changes });

function planOf(routes: readonly RouteRule[], notification: Notification, digest: NotificationRules["digest"] = null) {
  const { plan } = createRouting({ routes, digest }, wallClock("UTC"));
  return plan(notification, channels, evening).map(({ channel, notBefore, ...flags }) => {
    const when = new Date(notBefore).toISOString().slice(8, 16);
    return [channel, when, ...Object.keys(flags)].join(" ");
  });
}

/** Only the channels. */
const channelsOf = (route: Partial<RouteRule>, notification: Notification) =>
  planOf([rule({ channels: ["slack"], ...route })], notification).length === 1;

describe("a message", () => {
  it("goes to every channel at once when there are no routes", () => {
    expect(planOf([], message())).toEqual(["mail 15T23:00", "pager 15T23:00", "slack 15T23:00"]);
  });

  it.each<[what: string, route: Partial<RouteRule>, isMet: Notification, isNot: Notification]>([
    ["severity", { severities: ["critical"] }, message({ severity: "critical" }), message({ severity: "high" })],
    ["type", { types: ["disk", "smart"] }, message({ type: "disk" }), message({ type: "cpu" })],
    ["tag", { tags: ["prod"] }, message({ machine: nas }), message({ machine: { ...nas, tags: ["lab"] } })],
    ["machine", { machines: ["nas"] }, message({ machine: nas }), message({ machine: { ...nas, id: "pi" } })],
    ["machine, which it has", { machines: ["nas"] }, message({ machine: nas }), message()],
  ])("takes a route by its %s", (_, route, isMet, isNot) => {
    expect([channelsOf(route, isMet), channelsOf(route, isNot)]).toEqual([true, false]);
  });

  it("has to meet every criterion of a route", () => {
    const route = { severities: ["critical"], tags: ["prod"] } as const;
    const met = message({ severity: "critical", machine: nas });

    expect([channelsOf(route, met), channelsOf(route, { ...met, severity: "high" })]).toEqual([true, false]);
  });

  it("about several machines goes where a message about one of them would go", () => {
    const members = [
      { subject: "b", machine: null },
      { subject: "c", machine: nas },
    ];

    expect(channelsOf({ tags: ["prod"] }, message({ members }))).toBe(true);
  });

  it("goes to the channels of every route that it takes, once each, and to none that there is not", () => {
    const routes = [rule({ channels: ["slack", "carrier-pigeon"] }), rule({ channels: ["slack", "mail"] })];

    expect(planOf(routes, message())).toEqual(["mail 15T23:00", "slack 15T23:00"]);
  });

  it("waits for the end of quiet hours, unless it is an exception or another route is not quiet", () => {
    const routes = [
      rule({ channels: ["mail", "slack"], quietHours: night }),
      rule({ channels: ["mail"], types: ["disk"] }),
    ];

    expect([planOf(routes, message()), planOf(routes, message({ severity: "critical", type: "cpu" }))]).toEqual([
      ["mail 15T23:00", "slack 16T07:00"],
      ["mail 15T23:00", "slack 15T23:00"],
    ]);
  });

  it("of a severity that can wait is gathered for the next digest", () => {
    const digest = { at: parseTimeOfDay("08:00"), severities: ["low"] } as const;
    const routes = [rule({ channels: ["mail"], quietHours: night })];

    expect([planOf(routes, message({ severity: "low" }), digest), planOf([], message(), digest).length]).toEqual([
      ["mail 16T08:00 isGathered"],
      3,
    ]);
  });

  it("about an end goes where the beginning went, also when that was less severe", () => {
    const routes = [rule({ severities: ["critical"], channels: ["pager"] }), rule({ channels: ["slack"] })];

    expect(planOf(routes, message({ kind: "resolved" }))).toEqual(["pager 15T23:00 onlyIfTold", "slack 15T23:00"]);
  });
});

it("routes name their channels, sorted and once each", () => {
  const routes = [rule({ channels: ["slack", "mail"] }), rule({ channels: ["mail"] })];

  expect(createRouting({ routes, digest: null }, wallClock("UTC")).named).toEqual(["mail", "slack"]);
});

const severity = fc.constantFrom<Severity>("critical", "high", "medium", "low");
const kind = fc.constantFrom<NotificationKind>("opened", "escalated", "reminder", "resolved", "result");
const some = <Value>(value: fc.Arbitrary<Value>) => fc.option(fc.array(value, { minLength: 1, maxLength: 2 }));
const minute = fc.integer({ min: 0, max: 1439 });
const quiet = fc.record({ from: minute, to: minute, except: fc.array(severity) }).filter(({ from, to }) => from !== to);
const anyRule = fc.record({
  severities: some(severity),
  types: some(fc.constantFrom("disk", "cpu")),
  tags: some(fc.constantFrom("prod", "lab")),
  machines: some(fc.constantFrom("nas", "pi")),
  channels: fc.subarray([...channels, "unknown"], { minLength: 1 }),
  quietHours: fc.option(quiet),
});
const anyMessage = fc
  .record({ severity, kind, type: fc.constantFrom("disk", "cpu"), machine: fc.option(fc.constant(nas)) })
  .map((changes) => message(changes));
const anyMoment = fc.integer({ min: evening, max: evening + 400 * 24 * 3_600_000 });

it("whatever the routes, a message goes to known channels, once each, within a day, and never later for a route more", () => {
  fc.assert(
    fc.property(
      fc.array(anyRule, { minLength: 1, maxLength: 4 }),
      anyRule,
      anyMessage,
      anyMoment,
      (routes, more, sent, now) => {
        const clock = wallClock("Europe/Berlin");
        const planned = createRouting({ routes, digest: null }, clock).plan(sent, channels, now);
        const withMore = createRouting({ routes: [...routes, more], digest: null }, clock).plan(sent, channels, now);
        const latest = new Map(withMore.map(({ channel, notBefore }) => [channel, notBefore]));
        return (
          new Set(planned.map(({ channel }) => channel)).size === planned.length &&
          planned.every(({ channel, notBefore }) => {
            const isSoon = notBefore >= now && notBefore - now <= 25 * 3_600_000;
            return channels.includes(channel) && isSoon && (latest.get(channel) ?? Number.NaN) <= notBefore;
          })
        );
      },
    ),
    { numRuns: 300, seed: 3 },
  );
});
