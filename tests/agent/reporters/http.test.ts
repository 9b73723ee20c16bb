import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { HttpReporter } from "../../../agent/reporters/http.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { sampleGuid, sampleHeartbeat } from "../sample-heartbeat.ts";
import { TestHub } from "../test-hub.ts";

describe("HttpReporter", () => {
  const clock = new FakeClock();
  const { signal } = new AbortController();
  let hub: TestHub;
  let hubUrl: string;
  let reporter: HttpReporter;

  beforeEach(async () => {
    hub = new TestHub();
    hubUrl = await hub.start();
    reporter = new HttpReporter({ hubUrl: `${hubUrl}/`, token: "secret", clock });
  });

  afterEach(async () => {
    reporter.close();
    await hub.stop();
  });

  test("posts one heartbeat as an object, stamped with the moment of sending, and says who it is", async () => {
    const outcome = await reporter.send([sampleHeartbeat(7)], signal);

    const [request] = hub.requests;
    expect({
      outcome,
      path: request?.path,
      token: request?.headers["x-agent-token"],
      guid: request?.headers["x-server-guid"],
      heartbeats: request?.heartbeats,
    }).toEqual({
      outcome: {
        kind: "accepted",
        answer: {
          serverId: "nas",
          intervalSeconds: 60,
          monitoredServices: null,
          bootId: null,
          identityConflict: false,
          apiToken: null,
          identityClaim: null,
          update: null,
        },
      },
      path: "/api/v1/agents/heartbeat",
      token: "secret",
      guid: sampleGuid,
      heartbeats: [{ ...sampleHeartbeat(7), sent_at: "2026-01-15T12:00:00.000Z" }],
    });
  });

  test("posts several heartbeats as an array", async () => {
    const outcome = await reporter.send([1, 2, 3].map(sampleHeartbeat), signal);

    const sequences = hub.requests[0]?.heartbeats.map(({ sequence }) => sequence);
    expect([outcome.kind, sequences]).toEqual(["accepted", [1, 2, 3]]);
  });

  test("reports below the path of its hub_url, for a hub behind a proxy", async () => {
    const behindProxy = new HttpReporter({ hubUrl: `${hubUrl}/lab/hub`, token: "t", clock });

    await behindProxy.send([sampleHeartbeat(1)], signal);
    behindProxy.close();

    expect(hub.requests.map(({ path }) => path)).toEqual(["/lab/hub/api/v1/agents/heartbeat"]);
  });

  test("says that the hub is away, and reaches it when it is back", async () => {
    const port = Number(new URL(hubUrl).port);
    await hub.stop();
    const away = await reporter.send([sampleHeartbeat(1)], signal);
    hub = new TestHub();
    await hub.start(port);
    const back = await reporter.send([sampleHeartbeat(1)], signal);

    expect([away, back.kind]).toEqual([
      { kind: "unavailable", reason: `connect ECONNREFUSED 127.0.0.1:${port}`, retryAfterSeconds: null },
      "accepted",
    ]);
  });

  test("does not take a restart of the hub between two heartbeats for an absence", async () => {
    const first = await reporter.send([sampleHeartbeat(1)], signal);
    await hub.stop();
    hub = new TestHub();
    await hub.start(Number(new URL(hubUrl).port));
    const second = await reporter.send([sampleHeartbeat(2)], signal);

    expect([first.kind, second.kind]).toEqual(["accepted", "accepted"]);
  });

  test("tries once more when the hub gave up the kept connection at that very moment", async () => {
    await reporter.send([sampleHeartbeat(1)], signal);
    hub.dropNext();
    const outcome = await reporter.send([sampleHeartbeat(2)], signal);

    const sequences = hub.requests.flatMap(({ heartbeats }) => heartbeats.map(({ sequence }) => sequence));
    expect([outcome.kind, sequences]).toEqual(["accepted", [1, 2]]);
  });

  test("does not try again when a new connection is closed on it", async () => {
    hub.dropNext();
    expect(await reporter.send([sampleHeartbeat(1)], signal)).toEqual({
      kind: "unavailable",
      reason: "the connection was closed",
      retryAfterSeconds: null,
    });
  });

  test("passes on when a busy hub wants to hear from it again", async () => {
    hub.replies.push({ status: 503, headers: { "Retry-After": "9" }, body: "{}" });

    expect(await reporter.send([sampleHeartbeat(1)], signal)).toEqual({
      kind: "unavailable",
      reason: "The hub answered 503",
      retryAfterSeconds: 9,
    });
  });

  test("keeps apart a refused token, a refused heartbeat and an answer that is no hub's", async () => {
    hub.replies.push({ status: 401, body: "" }, { status: 422, body: "{" }, { status: 200, body: "garbage" });

    const kinds: string[] = [];
    for (let attempt = 0; attempt < 3; attempt++) kinds.push((await reporter.send([sampleHeartbeat(1)], signal)).kind);

    expect(kinds).toEqual(["forbidden", "rejected", "unavailable"]);
  });

  test("gives up on an answer without end", async () => {
    hub.replies.push({ status: 200, body: "x".repeat(5 * 1024 * 1024) });

    expect(await reporter.send([sampleHeartbeat(1)], signal)).toEqual({
      kind: "unavailable",
      reason: "the answer has more than 4194304 bytes",
      retryAfterSeconds: null,
    });
  });

  test("gives up on a hub that does not answer within ten seconds", async () => {
    const arrived = hub.next();
    hub.hold();
    const sending = reporter.send([sampleHeartbeat(1)], signal);
    await arrived;
    await clock.advance(10_000);

    expect(await sending).toEqual({ kind: "unavailable", reason: "no answer within 10 s", retryAfterSeconds: null });
  });
});
