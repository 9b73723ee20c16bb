import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { interpretAnswer, parseRetryAfter } from "../../../agent/reporters/http-answer.ts";

const now = Date.parse("2026-01-15T12:00:00Z");
const acknowledgement = { received: true, server_id: "nas", config: { heartbeat_interval_seconds: 30 } };
const refusal = (message: string) => JSON.stringify({ detail: { code: "X", message } });
const notTheHub = {
  kind: "unavailable",
  reason: "What answers is not a HomelabCmd hub: is hub_url right?",
  retryAfterSeconds: null,
};

const cases = [
  [
    "an acknowledgement, with the interval that the hub wants",
    { status: 200, headers: {}, body: JSON.stringify({ ...acknowledgement, new_field: 1 }) },
    {
      kind: "accepted",
      answer: {
        serverId: "nas",
        intervalSeconds: 30,
        monitoredServices: null,
        bootId: null,
        identityConflict: false,
        apiToken: null,
        identityClaim: null,
        update: null,
      },
    },
  ],
  [
    "an acknowledgement whose interval and token are impossible, which are left aside",
    {
      status: 200,
      headers: {},
      body: JSON.stringify({
        ...acknowledgement,
        config: { heartbeat_interval_seconds: 0 },
        api_token: "hla_\r\nX-Server-GUID: other",
        identity_conflict: true,
      }),
    },
    {
      kind: "accepted",
      answer: {
        serverId: "nas",
        intervalSeconds: null,
        monitoredServices: null,
        bootId: null,
        identityConflict: true,
        apiToken: null,
        identityClaim: null,
        update: null,
      },
    },
  ],
  ["a router's login page as no hub", { status: 200, headers: {}, body: "<html>" }, notTheHub],
  ["fewer acknowledgements than heartbeats as none", { status: 200, headers: {}, body: "[]" }, notTheHub],
  ["a null as no hub", { status: 200, headers: {}, body: "[null]" }, notTheHub],
  [
    "a wrong token",
    { status: 401, headers: {}, body: refusal("Unknown token") },
    { kind: "forbidden", reason: 'The hub does not know this agent\'s token ("Unknown token"): set api_token' },
  ],
  [
    "a token of another machine",
    { status: 403, headers: {}, body: "" },
    { kind: "forbidden", reason: "This token may not report for this server_guid" },
  ],
  [
    "a heartbeat that the hub does not take",
    { status: 422, headers: {}, body: refusal("cpu_percent must be <= 100") },
    { kind: "rejected", reason: 'The hub does not take the heartbeat (422) ("cpu_percent must be <= 100")' },
  ],
  [
    "a batch of which the hub refuses one for good, so that it is sent in parts until that one stands alone",
    {
      status: 200,
      headers: {},
      body: JSON.stringify([
        acknowledgement,
        {
          status: "error",
          received: false,
          detail: { code: "VALIDATION_ERROR", message: "cpu_percent must be <= 100" },
        },
      ]),
      sent: 2,
    },
    { kind: "rejected", reason: "The hub does not take a heartbeat (cpu_percent must be <= 100)" },
  ],
  [
    "a hub that cannot keep up",
    { status: 503, headers: { "retry-after": "17" }, body: refusal("Busy") },
    { kind: "unavailable", reason: 'The hub answered 503 ("Busy")', retryAfterSeconds: 17 },
  ],
  [
    "a redirect",
    { status: 308, headers: { location: "https://hub.lan/" }, body: "" },
    {
      kind: "unavailable",
      reason: "Redirected to https://hub.lan/: set hub_url to where the hub is",
      retryAfterSeconds: null,
    },
  ],
] as const;

describe("interpretAnswer", () => {
  test.each(cases)("understands %s", (_, answer, expected) => {
    expect(interpretAnswer(answer, "sent" in answer ? answer.sent : 1, now)).toEqual(expected);
  });

  test("makes something of any answer whatever", () => {
    const body = fc.oneof(fc.json(), fc.string());
    const headers = fc.record({ "retry-after": fc.string() });
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 599 }), headers, body, (status, someHeaders, someBody) => {
        return interpretAnswer({ status, headers: someHeaders, body: someBody }, 1, now).kind !== undefined;
      }),
    );
  });
});

describe("parseRetryAfter", () => {
  test.each([
    ["seconds", "120", 120],
    ["a date", "Thu, 15 Jan 2026 12:00:30 GMT", 30],
    ["a date that has passed as now", "Thu, 15 Jan 2026 11:00:00 GMT", 0],
    ["at most an hour", "99999999999", 3600],
    ["nothing of what is neither", "soon", null],
  ])("reads %s", (_, value, expected) => {
    expect(parseRetryAfter(value, now)).toBe(expected);
  });
});
