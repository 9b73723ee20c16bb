import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DeviceRegistry } from "../../../core/devices/registry.ts";
import type { Device, DeviceClaim } from "../../../core/sdk/index.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { TestDatabase } from "../../support/test-database.ts";

const [guidA, guidB] = ["a1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d", "b1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d"];

let store: TestDatabase;
let clock: FakeClock;
let devices: DeviceRegistry;

async function loadRegistry(): Promise<DeviceRegistry> {
  const registry = new DeviceRegistry(store.tables, clock);
  await registry.load();
  return registry;
}

beforeEach(async () => {
  clock = new FakeClock();
  store = await TestDatabase.open();
  devices = await loadRegistry();
});

afterEach(() => store.remove());

/** What an agent says: with a GUID under that, without one under its id. */
function agentClaim(id: string, guid?: string, facts: DeviceClaim["facts"] = { hostname: id }): DeviceClaim {
  const keys = guid === undefined ? {} : { agentGuid: guid };
  return { ref: guid ?? `id:${id}`, keys, facts, machine: { id, machineType: "server" } };
}

async function say(claim: DeviceClaim, source = "agent"): Promise<Device> {
  const { device, changed, store: write } = devices.claim(source, claim);
  if (changed) await store.database.write(write);
  return device;
}

const rows = (table: string) => store.database.select(`SELECT * FROM ${table}`);

describe("the device registry", () => {
  it("makes a device on its first claim, and knows it again", async () => {
    const first = await say(agentClaim("nas", guidA));
    const second = await say(agentClaim("nas", guidA));

    expect([first, second]).toEqual([
      { id: 1, slug: "nas", created: true },
      { id: 1, slug: "nas", created: false },
    ]);
  });

  it("knows an agent by its GUID, whatever it calls itself now", async () => {
    await say(agentClaim("nas", guidA));
    const renamed = await say(agentClaim("storage", guidA, { hostname: "storage" }));

    expect([renamed, devices.facts(1)]).toEqual([{ id: 1, slug: "nas", created: false }, { hostname: "storage" }]);
  });

  it("gives another agent that wants a taken slug the next one", async () => {
    await say(agentClaim("nas", guidA));

    expect(await say(agentClaim("nas", guidB))).toEqual({ id: 2, slug: "nas-2", created: true });
  });

  it("takes an agent that got a GUID for the machine that was known by its id alone, once", async () => {
    const before = await say(agentClaim("nas"));
    const migrated = await say(agentClaim("nas", guidA));
    const other = await say(agentClaim("nas", guidB));

    expect([before.id, migrated.id, other.slug]).toEqual([1, 1, "nas-2"]);
  });

  it("never takes two agents for one by what a clone copies", async () => {
    const copied = { machineId: "0123456789abcdef0123456789abcdef", macs: ["52:54:00:12:34:56"] };
    await say({ ...agentClaim("nas", guidA), keys: { agentGuid: guidA, ...copied } });
    const clone = await say({ ...agentClaim("nas", guidB), keys: { agentGuid: guidB, ...copied } });

    expect(clone).toEqual({ id: 2, slug: "nas-2", created: true });
  });

  it("names a device that proposes no id by its number", async () => {
    const { machine: _, ...claim } = agentClaim("x", guidA);

    expect((await say(claim)).slug).toBe("device-1");
  });

  it("has nothing to write for an equal claim, also when its parts come in another order", async () => {
    await say(agentClaim("nas", guidA, { hostname: "nas", cpu_cores: 4 }));
    const outcome = devices.claim("agent", agentClaim("nas", guidA, { cpu_cores: 4, hostname: "nas" }));
    const before = await rows("claim");
    await store.database.write(outcome.store);

    expect([outcome.changed, await rows("claim")]).toEqual([false, before]);
  });

  it("keeps when it was first told and when it last changed", async () => {
    await say(agentClaim("nas", guidA));
    await clock.advance(1000);
    await say(agentClaim("nas", guidA, { hostname: "storage" }));

    const start = Date.parse("2026-01-15T12:00:00Z");
    expect(await rows("claim")).toEqual([
      {
        source: "agent",
        ref: guidA,
        device_id: 1,
        keys: JSON.stringify({ agentGuid: guidA }),
        facts: JSON.stringify({ hostname: "storage" }),
        first_seen: start,
        changed_at: start + 1000,
      },
    ]);
  });

  it("knows every device, its facts and its numbers again after a restart", async () => {
    await say(agentClaim("nas", guidA, { hostname: "nas", cpu_cores: 4 }));
    await say(agentClaim("pi"));
    store = await store.restart();
    devices = await loadRegistry();

    const again = devices.claim("agent", agentClaim("nas", guidA, { hostname: "nas", cpu_cores: 4 }));
    const migrated = await say(agentClaim("pi", guidB));
    const third = await say(agentClaim("nas", "c1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d"));

    expect([again.changed, again.device.id, devices.facts(1), migrated.id, third]).toEqual([
      false,
      1,
      { hostname: "nas", cpu_cores: 4 },
      2,
      { id: 3, slug: "nas-2", created: true },
    ]);
  });
});

describe("the facts of a device", () => {
  /** A second source that found the same device: the test links it by the GUID. */
  const scan = (facts: DeviceClaim["facts"]): DeviceClaim => ({ ref: "scan-1", keys: { agentGuid: guidA }, facts });

  it("are those of the source that spoke last, and of the others where it is silent or does not know", async () => {
    await say(agentClaim("nas", guidA, { hostname: "nas", ip_address: "10.0.0.1", cpu_cores: 4 }));
    await clock.advance(1000);
    await say(scan({ hostname: "nas.lan", ip_address: null, location: null }), "scan");

    expect(devices.facts(1)).toEqual({ hostname: "nas.lan", ip_address: "10.0.0.1", cpu_cores: 4, location: null });
  });

  it("go back to a source when it says something new", async () => {
    await say(agentClaim("nas", guidA, { hostname: "nas" }));
    await clock.advance(1000);
    await say(scan({ hostname: "nas.lan" }), "scan");
    await clock.advance(1000);
    await say(agentClaim("nas", guidA, { hostname: "storage" }));

    expect(devices.facts(1)).toEqual({ hostname: "storage" });
  });

  it("do not change when a source repeats itself", async () => {
    await say(agentClaim("nas", guidA, { hostname: "nas" }));
    await clock.advance(1000);
    await say(scan({ hostname: "nas.lan" }), "scan");
    await clock.advance(1000);
    await say(agentClaim("nas", guidA, { hostname: "nas" }));

    expect(devices.facts(1)).toEqual({ hostname: "nas.lan" });
  });

  it("are none for a device that nobody knows", () => {
    expect(devices.facts(99)).toEqual({});
  });
});

describe("a claim that could not be stored", () => {
  it("leaves no device behind, and its slug is free again", () => {
    const refused = devices.claim("agent", agentClaim("nas", guidA));
    refused.revert();

    expect(devices.claim("agent", agentClaim("nas", guidB)).device).toEqual({ id: 2, slug: "nas", created: true });
  });

  it("does not take back what was said since", async () => {
    await say(agentClaim("nas", guidA, { hostname: "nas" }));
    const refused = devices.claim("agent", agentClaim("nas", guidA, { hostname: "storage" }));
    devices.claim("agent", agentClaim("nas", guidA, { hostname: "tank" }));
    refused.revert();

    expect(devices.facts(1)).toEqual({ hostname: "tank" });
  });

  it("leaves what was said before", async () => {
    await say(agentClaim("nas", guidA, { hostname: "nas" }));

    devices.claim("agent", agentClaim("nas", guidA, { hostname: "storage" })).revert();

    expect([devices.facts(1), devices.claim("agent", agentClaim("nas", guidA, { hostname: "nas" })).changed]).toEqual([
      { hostname: "nas" },
      false,
    ]);
  });

  it("leaves a machine that was known by its id alone open for its GUID", async () => {
    await say(agentClaim("nas"));
    devices.claim("agent", agentClaim("nas", guidA)).revert();

    expect([devices.claim("agent", agentClaim("nas", guidB)).device, devices.facts(1)]).toEqual([
      { id: 1, slug: "nas", created: false },
      { hostname: "nas" },
    ]);
  });
});
