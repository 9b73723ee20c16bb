import { assert } from "chai";
import { type ConnectionStatus, LiveClient } from "../../../frontend/state/live-client.ts";
import type { LiveEvent } from "../../../frontend/state/wire.ts";
import { FakeClock, settled } from "../support/fake-clock.ts";
import { FakeStreamHub } from "../support/fake-stream-hub.ts";

const time = "2025-01-01T12:00:00Z";
const ping = { time };

function arrange() {
  const clock = new FakeClock();
  const hub = new FakeStreamHub();
  const events: LiveEvent["type"][] = [];
  const statuses: ConnectionStatus["kind"][] = [];
  const seen = { unauthorized: 0, opened: 0 };
  const client = new LiveClient({
    fetch: hub.fetch,
    clock,
    random: () => 1,
    onEvent: (event) => events.push(event.type),
    onStatus: ({ kind }) => statuses.at(-1) !== kind && statuses.push(kind),
    onOpened: () => {
      seen.opened += 1;
    },
    onUnauthorized: () => {
      seen.unauthorized += 1;
    },
  });
  return { clock, hub, events, statuses, seen, client };
}

describe("the live client", () => {
  it("opens one stream for all patterns", async () => {
    const { client, hub } = arrange();

    client.open(["*.cpu_percent", "nas.*"]);
    await settled();

    assert.deepEqual(
      hub.streams.map(({ url }) => url),
      ["/api/v1/live?states=*.cpu_percent,nas.*"],
    );
  });

  it("hands on what the hub says, also in pieces of half an event", async () => {
    const { client, hub, events, statuses } = arrange();

    client.open([]);
    await settled();
    hub.last.send("snapshot", { time, machines: [], states: [] }, "a-1");
    hub.last.send("changes", { time }, "a-2");
    hub.last.send("ping", ping);
    await settled();

    assert.deepEqual(
      { events, statuses },
      { events: ["snapshot", "changes", "ping"], statuses: ["connecting", "live"] },
    );
  });

  it("resumes after the last event that it got", async () => {
    const { client, hub, clock } = arrange();
    client.open([]);
    await settled();
    hub.last.send("changes", { time }, "epoch-7");
    await settled();

    hub.last.end();
    await clock.advance(1000);

    assert.deepEqual(
      hub.streams.map(({ lastEventId }) => lastEventId),
      [null, "epoch-7"],
    );
  });

  it("asks for a snapshot when other entities are wanted", async () => {
    const { client, hub } = arrange();
    client.open(["nas.*"]);
    await settled();
    hub.last.send("changes", { time }, "epoch-7");
    await settled();

    client.open(["pi.*"]);
    await settled();

    assert.deepEqual(
      hub.streams.map(({ url, lastEventId, isAborted }) => ({ url, lastEventId, isAborted })),
      [
        { url: "/api/v1/live?states=nas.*", lastEventId: null, isAborted: true },
        { url: "/api/v1/live?states=pi.*", lastEventId: null, isAborted: false },
      ],
    );
  });

  it("does not say that the connection is lost when the first attempt brings it back", async () => {
    const { client, hub, clock, statuses } = arrange();
    client.open([]);
    await settled();
    hub.last.send("ping", ping);
    await settled();

    hub.last.end();
    await clock.advance(500);
    hub.last.send("ping", ping);
    await settled();

    assert.deepEqual(statuses, ["connecting", "live"]);
  });

  it("waits longer after each failure and comes back by itself", async () => {
    const { client, hub, clock, statuses } = arrange();
    hub.answer = "unreachable";
    const requests: number[] = [];

    client.open([]);
    for (const milliseconds of [0, 500, 1000, 2000, 4000]) {
      await clock.advance(milliseconds);
      requests.push(hub.requests);
    }
    hub.answer = "stream";
    await clock.advance(8000);
    hub.last.send("ping", ping);
    await settled();

    assert.deepEqual({ requests, statuses }, { requests: [1, 2, 3, 4, 5], statuses: ["connecting", "lost", "live"] });
  });

  it("takes a stream that is silent for 40 s for a dead one", async () => {
    const { client, hub, clock } = arrange();
    client.open([]);
    await settled();
    hub.last.send("ping", ping);
    await clock.advance(39_000);
    const openBefore = hub.streams.length;

    await clock.advance(1600);

    assert.deepEqual([openBefore, hub.streams.length, hub.streams[0]?.isAborted], [1, 2, true]);
  });

  it("lives as long as pings come", async () => {
    const { client, hub, clock } = arrange();
    client.open([]);
    await settled();

    for (let count = 0; count < 8; count += 1) {
      hub.last.send("ping", ping);
      await clock.advance(15_000);
    }

    assert.equal(hub.streams.length, 1);
  });

  it("says that nobody is logged in, and stops trying", async () => {
    const { client, hub, clock, seen } = arrange();
    hub.answer = 401;

    client.open([]);
    await clock.advance(120_000);

    assert.deepEqual([seen.unauthorized, hub.requests], [1, 1]);
  });

  it("tries again at once when asked to", async () => {
    const { client, hub, clock, statuses } = arrange();
    hub.answer = "unreachable";
    client.open([]);
    await clock.advance(5000);
    const before = hub.requests;

    hub.answer = "stream";
    client.retry();
    await settled();
    hub.last.send("ping", ping);
    await settled();

    assert.deepEqual([hub.requests - before, statuses.at(-1)], [1, "live"]);
  });

  it("leaves nothing open when it is closed", async () => {
    const { client, hub, clock } = arrange();
    client.open([]);
    await settled();

    client.close();
    await clock.advance(120_000);

    assert.deepEqual([hub.last.isAborted, hub.requests], [true, 1]);
  });
});
