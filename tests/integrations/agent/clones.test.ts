import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Agent } from "../../../agent/agent.ts";
import { MemoryOutbox } from "../../../agent/outbox/memory-outbox.ts";
import type { Heartbeat, HeartbeatAnswer } from "../../../agent/protocol.ts";
import { HttpReporter } from "../../../agent/reporters/http.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { LogSpy } from "../../support/log-spy.ts";
import { sampleHeartbeat } from "../../support/sample-heartbeat.ts";
import { TestHub, testKey } from "../../support/test-hub.ts";
import { ClonedHost } from "./cloned-host.ts";

const minute = 60_000;
const guid = "a1b2c3d4-0000-4000-8000-000000000001";
const newGuid = "b1b2c3d4-0000-4000-8000-000000000002";

let clock: FakeClock;
let hub: TestHub;
let agents: Agent[];

beforeEach(async () => {
  clock = new FakeClock("2026-01-15T12:00:00Z");
  hub = await TestHub.start({ clock });
  agents = [];
});

afterEach(async () => {
  for (const agent of agents) await agent.stop();
  await hub.remove();
});

/** Starts a real agent, with the template's GUID and machine-id, on a host of its own. */
function startAgent(host: ClonedHost, url = hub.url): Agent {
  const agent = new Agent({
    host: clock.holdFor(host),
    clock,
    log: new LogSpy(),
    head: { guid, serverId: "template", version: "0.1.0", mode: "readonly" },
    renewGuid: async () => newGuid,
    intervalSeconds: 60,
    reporter: clock.holdFor(new HttpReporter({ hubUrl: url, token: testKey, clock })),
    keepToken: async () => {},
    monitoredServices: [],
    outbox: new MemoryOutbox(500),
    random: () => 0.5,
  });
  agents.push(agent);
  agent.start();
  return agent;
}

async function machines() {
  const { body } = await hub.call<{ machines: { id: string; guid: string; mac_address: string; status: string }[] }>(
    "GET",
    "/machines",
  );
  return body.machines.map(({ id, guid: of, mac_address: mac, status }) => ({ id, guid: of, mac, status }));
}

/** How many readings there are of each machine, of the last so many minutes. */
async function readings(minutes: number): Promise<Record<string, number>> {
  const [from, to] = [clock.now() - minutes * minute, clock.now() + 1000].map((time) => new Date(time).toISOString());
  const query = `/history?entity_id=*.memory_percent&from=${from}&to=${to}&points=2000`;
  const { body } = await hub.call<{ series: { entity_id: string; points: [number, number | null][] }[] }>("GET", query);
  return Object.fromEntries(
    body.series.map(({ entity_id: id, points }) => [
      id.split(".")[0],
      points.filter(([, mean]) => mean !== null).length,
    ]),
  );
}

async function problems() {
  const { body } = await hub.call<{ problems: { title: string; machine_id: string }[] }>("GET", "/problems");
  return body.problems.map(({ title, machine_id: machineId }) => [machineId, title]);
}

const both = [
  { id: "template", guid, mac: "52:54:00:00:00:01", status: "online" },
  { id: "template-2", guid: newGuid, mac: "52:54:00:00:00:02", status: "online" },
];

describe("a clone with its template's GUID and machine-id", () => {
  it("becomes a machine of its own, loses no reading, and leaves none with the template", async () => {
    startAgent(new ClonedHost(1));
    await clock.advance(5 * minute + 20_000);
    startAgent(new ClonedHost(2));
    await clock.advance(5 * minute);

    // The template reported at 0 … 10 minutes, the clone at 5:20 … 10:20.
    expect([await machines(), await readings(12), await problems()]).toEqual([
      both,
      { template: 11, "template-2": 6 },
      [],
    ]);
  });

  it("does so although the hub is restarted in the middle", async () => {
    const { url, dataFolder } = hub;
    startAgent(new ClonedHost(1));
    await clock.advance(2 * minute + 20_000);
    startAgent(new ClonedHost(2));
    await clock.advance(10_000);
    await hub.stop();
    await clock.advance(30_000);
    hub = await TestHub.start({ clock, dataFolder, listen: new URL(url).host });
    await clock.advance(10 * minute);

    expect([await machines(), await readings(15)]).toEqual([both, { template: 14, "template-2": 11 }]);
  });

  it("has its own identity page, and the copied machine-id identifies neither", async () => {
    startAgent(new ClonedHost(1));
    await clock.advance(20_000);
    startAgent(new ClonedHost(2));
    await clock.advance(5 * minute);

    const { body } = await hub.call<{ claims: { ref: string }[]; conflicts: { kind: string; shared_key: string }[] }>(
      "GET",
      "/machines/template-2/identity",
    );
    expect([body.claims.map(({ ref }) => ref), body.conflicts]).toEqual([
      [newGuid],
      [
        {
          kind: "shared_key",
          claims: [
            { source: "agent", ref: guid },
            { source: "agent", ref: newGuid },
          ],
          shared_key: expect.stringMatching(/^machine-id:/),
        },
      ],
    ]);
  });

  it("is a problem for the user when it has its template's hardware addresses too, until it is gone", async () => {
    startAgent(new ClonedHost(1));
    await clock.advance(20_000);
    const clone = startAgent(new ClonedHost(2, 1));
    await clock.advance(5 * minute);
    const found = await problems();
    const counted = await readings(6);
    await clone.stop();
    await clock.advance(12 * minute);

    expect([found, (await machines()).length, counted, await problems()]).toEqual([
      [["template", "Another host reports as template, and cannot be told from it"]],
      1,
      // The clone's first one was taken for a reboot's.
      { template: 7 },
      [],
    ]);
  });
});

describe("a host that reboots", () => {
  it("stays the machine that it is", async () => {
    const first = startAgent(new ClonedHost(1));
    await clock.advance(2 * minute);
    await first.stop();
    await clock.advance(30_000);
    startAgent(new ClonedHost(2, 1));
    await clock.advance(2 * minute);

    expect([await machines(), await readings(6)]).toEqual([[both[0]], { template: 6 }]);
  });

  it("with another network card stays it too, and loses no reading", async () => {
    const first = startAgent(new ClonedHost(1));
    await clock.advance(2 * minute);
    await first.stop();
    await clock.advance(30_000);
    startAgent(new ClonedHost(2));
    await clock.advance(5 * minute);

    expect([await machines(), await readings(9)]).toEqual([
      [{ ...both[0], mac: "52:54:00:00:00:02" }],
      { template: 9 },
    ]);
  });
});

describe("the answer to a clone", () => {
  const [template, clone] = ["1", "2"].map((digit) => ({
    boot_id: `boot-${digit}`,
    network_interfaces: [{ name: "eth0", mac: `52:54:00:00:00:0${digit}`, is_physical: true }],
  }));
  const send = (changes: Partial<Heartbeat> = {}) => {
    const time = new Date(clock.now()).toISOString();
    const heartbeat = sampleHeartbeat({ server_guid: guid, timestamp: time, sent_at: time, ...changes });
    return hub.call<HeartbeatAnswer>("POST", "/agents/heartbeat", heartbeat);
  };

  it("names its boot, and is for it alone", async () => {
    await send(template);
    const first = await send(clone);
    const [original, second] = [await send(template), await send(clone)];

    expect([
      first.status,
      [original.body.boot_id, original.body.identity_conflict, original.body.identity_claim],
      [second.body.boot_id, second.body.identity_conflict, typeof second.body.identity_claim],
    ]).toEqual([503, ["boot-1", false, undefined], ["boot-2", true, "string"]]);
  });

  it("is the same after a restart of the hub", async () => {
    for (const host of [template, clone, template, clone]) await send(host);
    await hub.stop();
    hub = await TestHub.start({ clock, dataFolder: hub.dataFolder });

    expect([(await send(clone)).body.identity_conflict, (await send(template)).body.identity_conflict]).toEqual([
      true,
      false,
    ]);
  });

  it("is given to an agent too old for it again and again, and is a problem", async () => {
    for (const host of [template, clone, template, clone, clone]) await send(host);

    const history = await hub.call<{ addresses: unknown[] }>("GET", "/machines/mediaserver/identity");
    expect([(await machines()).length, history.body.addresses.length, await problems()]).toEqual([
      1,
      3,
      [["mediaserver", "Another host reports as mediaserver, and has an agent too old to get a GUID of its own"]],
    ]);
  });

  it("is one of the last sixteen: a host that invents boots gets no more than those", async () => {
    for (const host of [template, clone, template]) await send(host);
    const offers: string[] = [];
    for (let boot = 0; boot < 20; boot++) {
      offers.push((await send({ ...clone, boot_id: `invented-${boot}` })).body.identity_claim ?? "");
    }
    const claim = (token = "") =>
      hub.call("POST", "/agents/register/claim", { token, hostname: "clone", server_guid: newGuid });

    expect([(await claim(offers[0])).status, (await claim(offers[19])).status]).toEqual([401, 200]);
  });

  it("works once: the clone's claim ends the conflict", async () => {
    for (const host of [template, clone, template]) await send(host);
    const { identity_claim } = (await send(clone)).body;
    const registered = await send({ ...clone, server_guid: newGuid, identity_claim: identity_claim ?? null });
    // The same boot under the old GUID is new to the hub now.
    const back = await send(clone);

    expect([registered.body.server_registered, registered.body.server_id, back.status]).toEqual([
      true,
      "mediaserver-2",
      503,
    ]);
  });
});
