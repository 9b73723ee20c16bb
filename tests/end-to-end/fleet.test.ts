import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Agent } from "../../agent/agent.ts";
import { MemoryOutbox } from "../../agent/outbox/memory-outbox.ts";
import { HttpReporter } from "../../agent/reporters/http.ts";
import { FixtureHost } from "../agent/fixture-host.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { LogSpy } from "../support/log-spy.ts";
import { TestHub, testKey } from "../support/test-hub.ts";

const minute = 60_000;
const size = 6;

let clock: FakeClock;
let hub: TestHub;
let agents: Agent[];

beforeEach(async () => {
  clock = new FakeClock("2026-01-15T12:00:00Z");
  hub = await TestHub.start({ clock });
  agents = Array.from({ length: size }, (_, number) => createAgent(number));
  for (const agent of agents) agent.start();
});

afterEach(async () => {
  for (const agent of agents) await agent.stop();
  await hub.remove();
});

/** A real agent on a machine made of files, reporting over real HTTP, all on fake time. */
function createAgent(number: number): Agent {
  const guid = `a1b2c3d4-0000-4000-8000-00000000000${number}`;
  return new Agent({
    host: clock.holdFor(new FixtureHost("raspberry-pi")),
    clock,
    log: new LogSpy(),
    head: { guid, serverId: `pi-${number}`, version: "0.1.0", mode: "readonly" },
    intervalSeconds: 60,
    reporter: clock.holdFor(new HttpReporter({ hubUrl: hub.url, token: testKey, clock })),
    keepToken: async () => {},
    monitoredServices: [],
    outbox: new MemoryOutbox(500),
    renewGuid: async () => guid,
    random: () => 0.5,
  });
}

async function statuses(): Promise<Record<string, string>> {
  const { body } = await hub.call<{ machines: { id: string; status: string }[] }>("GET", "/machines");
  return Object.fromEntries(body.machines.map(({ id, status }) => [id, status]));
}

/** How many readings of one entity are kept for the last so many minutes. */
async function readings(entityId: string, minutes: number): Promise<number> {
  const [from, to] = [clock.now() - minutes * minute, clock.now() + 1000].map((time) => new Date(time).toISOString());
  const query = `/history?entity_id=${entityId}&from=${from}&to=${to}&points=2000`;
  const { body } = await hub.call<{ series: { points: [number, number | null][] }[] }>("GET", query);
  return body.series[0]?.points.filter(([, mean]) => mean !== null).length ?? 0;
}

const all = (status: string) => Object.fromEntries(agents.map((_, number) => [`pi-${number}`, status]));

describe("a hub and its fleet, on fake time", () => {
  it("live through an hour: every reading is kept, and only the machine that stops goes offline", async () => {
    await clock.advance(20 * minute);
    expect(await statuses()).toEqual(all("online"));
    await agents[3]?.stop();
    await clock.advance(2 * minute);
    expect((await statuses())["pi-3"]).toBe("online");
    await clock.advance(38 * minute);
    expect(await statuses()).toEqual({ ...all("online"), "pi-3": "offline" });
    expect([await readings("pi-0.memory_percent", 61), await readings("pi-3.memory_percent", 61)]).toEqual([61, 21]);
  });

  it("raise no false alarm and lose nothing while the hub is away for ten minutes", async () => {
    const { dataFolder, url } = hub;
    await clock.advance(10 * minute);
    await hub.stop();
    await clock.advance(10 * minute);
    hub = await TestHub.start({ clock, dataFolder, listen: new URL(url).host });
    expect(await statuses()).toEqual(all("online"));
    await clock.advance(10 * minute);
    expect(await statuses()).toEqual(all("online"));
    for (const number of agents.keys()) expect(await readings(`pi-${number}.memory_percent`, 31)).toBe(31);
  });
});
