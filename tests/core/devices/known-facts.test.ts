import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { DeviceClaim } from "../../../core/sdk/index.ts";
import { agentClaim, guidA, start, TestDevices } from "./test-devices.ts";

let house: TestDevices;

beforeEach(async () => {
  house = await TestDevices.open();
});

afterEach(() => house.remove());

describe("the facts of a device", () => {
  const scan = (facts: DeviceClaim["facts"]): DeviceClaim => ({ ref: "scan-1", keys: { agentGuid: guidA }, facts });
  const lease = (facts: DeviceClaim["facts"]): DeviceClaim => ({ ...scan(facts), ref: "lease-1" });

  it("are its own agent's, and others' where the agent is silent or does not know", async () => {
    await house.say(scan({ hostname: "nas.lan", ip_address: "10.0.0.1", location: null }), "scan");
    await house.clock.advance(1000);
    await house.say(agentClaim("nas", guidA, { hostname: "nas", ip_address: null, cpu_cores: 4 }));
    await house.clock.advance(1000);
    await house.say(scan({ hostname: "other.lan", ip_address: "10.0.0.2", location: null }), "scan");

    expect(house.devices.facts(2)).toEqual({ hostname: "nas", ip_address: "10.0.0.2", cpu_cores: 4, location: null });
  });

  it("without an agent are the newest word on each, and news about one does not change another", async () => {
    await house.say(scan({ hostname: "nas.lan", ttl: 1 }), "scan");
    await house.clock.advance(1000);
    await house.say(lease({ hostname: "nas" }), "dhcp");
    await house.clock.advance(1000);
    await house.say(scan({ hostname: "nas.lan", ttl: 2 }), "scan");

    expect(house.devices.identity(1)?.facts).toEqual([
      { name: "hostname", value: "nas", source: "dhcp", since: start + 1000 },
      { name: "ttl", value: 2, source: "scan", since: start + 2000 },
    ]);
  });

  it("are none for a device that nobody knows", () => {
    expect(house.devices.facts(99)).toEqual({});
  });
});

describe("addresses and hostnames", () => {
  const at = (address: string, hostname = "nas"): DeviceClaim => ({
    ...agentClaim("nas", guidA),
    hints: { hostname, addresses: [address, "127.0.0.1", "fe80::1"] },
  });
  const history = () =>
    house.devices.identity(1)?.addresses.map((entry) => [entry.value, entry.network, entry.lastSeen - start]);

  it("have a history of their own, in which a repeated claim moves only what is there now", async () => {
    await house.say(at("192.168.1.7"));
    await house.clock.advance(60_000);
    await house.say(at("10.0.0.7", "storage"));
    await house.clock.advance(60_000);
    await house.say(at("10.0.0.7", "storage"));

    expect(history()).toEqual([
      ["10.0.0.7", "10.0.0.0/24", 120_000],
      ["192.168.1.7", "192.168.1.0/24", 0],
      ["storage", null, 120_000],
      ["nas", null, 0],
    ]);
  });

  it("are written with the claim, and when they were last seen as often as they are saved", async () => {
    await house.say(at("192.168.1.7"));
    await house.clock.advance(60_000);
    await house.say(at("192.168.1.7"));
    const before = await house.store.database.select<{ last_seen: number }>("SELECT last_seen FROM address");
    await house.devices.save();
    await house.restart();

    expect([before.map(({ last_seen: seen }) => seen - start), history(), house.devices.get(1)?.lastSeen]).toEqual([
      [0, 0],
      [
        ["192.168.1.7", "192.168.1.0/24", 60_000],
        ["nas", null, 60_000],
      ],
      start + 60_000,
    ]);
  });

  it("are the newest 200 of each kind, in memory and on disk", async () => {
    for (let number = 0; number < 210; number++) {
      await house.say(at(`10.0.0.${number}`));
      await house.clock.advance(1000);
    }

    expect([history()?.length, history()?.at(199)?.[0], (await house.rows("address")).length]).toEqual([
      201,
      "10.0.0.10",
      201,
    ]);
  });

  it("go with the claim that named them", async () => {
    await house.say(at("192.168.1.7"));
    await house.devices.unclaim("agent", guidA);

    expect([await house.rows("address"), await house.rows("claim")]).toEqual([[], []]);
  });
});
