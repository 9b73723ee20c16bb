import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { DeviceClaim } from "../../../core/sdk/index.ts";
import { agentClaim, guidA, guidB, TestDevices } from "./test-devices.ts";

let house: TestDevices;

beforeEach(async () => {
  house = await TestDevices.open();
});

afterEach(() => house.remove());

describe("devices of several sources", () => {
  const mac = "00:11:22:33:44:55";
  const lease: DeviceClaim = { ref: mac, keys: { seenMacs: [mac] }, facts: { hostname: "nas-lease" } };
  const nas = (): DeviceClaim => ({ ...agentClaim("nas", guidA), keys: { agentGuid: guidA, macs: [mac] } });

  it("become one when a claim shows that they are, go by the agent's id, and are found by both", async () => {
    await house.say(lease, "dhcp");
    const agent = await house.say(nas());

    expect([
      agent,
      house.devices.get(1),
      house.devices.get(2)?.aliases,
      house.devices.isAlias(1),
      house.devices.list().length,
    ]).toEqual([{ id: 2, slug: "nas", created: true }, house.devices.get(2), [1], true, 1]);
  });

  it("are what they were before when the claim is taken back, also for a source that comes back", async () => {
    await house.say(lease, "dhcp");
    const before = house.devices.get(1);
    await house.say(nas());
    const merged = house.devices.get(1);
    const affected = await house.devices.unclaim("agent", guidA);
    const after = house.devices.get(1);
    const again = await house.say(nas());

    expect([after, affected, again.id, house.devices.get(1)]).toEqual([before, new Set([1, 2]), 2, merged]);
  });

  it("survive a restart, with pins and aliases", async () => {
    await house.say(lease, "dhcp");
    await house.say(nas());
    await house.say({ ref: "tv", keys: {}, facts: {} }, "dhcp");
    await house.devices.pin(2, { source: "dhcp", ref: "tv" }, { kind: "together", by: "admin" });
    await house.devices.pin(2, { source: "dhcp", ref: mac }, { kind: "apart", by: "admin" });
    const before = [house.devices.list(), house.devices.identity(2)];
    await house.restart();

    expect([house.devices.list(), house.devices.identity(2)]).toEqual(before);
  });

  it("do not become one by a pin that would put two agents together, and the pin is not kept", async () => {
    await house.say(nas());
    await house.say(agentClaim("pi", guidB));
    const refusal = await house.devices.pin(1, 2, { kind: "together", by: "admin" }).catch((error) => error);

    expect([refusal.code, house.devices.list().length, await house.rows("pin")]).toEqual(["CONFLICT", 2, []]);
  });

  it("keep a pin off that could not be stored", async () => {
    await house.say(nas());
    await house.say({ ref: "tv", keys: {}, facts: {} }, "dhcp");
    const repair = await house.store.breakInserts("pin");
    await house.devices.pin(1, 2, { kind: "together", by: "admin" }).catch(() => {});
    await repair();

    expect(house.devices.list().map(({ id }) => id)).toEqual([1, 2]);
  });

  it("take the last word of the user", async () => {
    await house.say(nas());
    await house.say({ ref: "tv", keys: {}, facts: {} }, "dhcp");
    await house.devices.pin(1, 2, { kind: "together", by: "admin" });
    await house.devices.pin(1, { source: "dhcp", ref: "tv" }, { kind: "apart", by: "guest" });

    const [pin] = house.devices.identity(1)?.pins ?? [];
    expect([house.devices.list().length, pin?.kind, pin?.by]).toEqual([2, "apart", "guest"]);
  });

  it.each<[string, () => Promise<unknown>, string]>([
    [
      "of a device that nobody speaks of",
      () => house.devices.pin(9, 1, { kind: "together", by: "admin" }),
      "NOT_FOUND",
    ],
    [
      "with a claim that nobody made",
      () => house.devices.pin(1, { source: "dhcp", ref: "x" }, { kind: "together", by: "admin" }),
      "NOT_FOUND",
    ],
    ["with itself", () => house.devices.pin(1, 1, { kind: "together", by: "admin" }), "CONFLICT"],
    ["apart from what it is not part of", () => house.devices.pin(1, 2, { kind: "apart", by: "admin" }), "CONFLICT"],
  ])("refuse a pin %s", async (_, pin, code) => {
    await house.say(nas());
    await house.say({ ref: "tv", keys: {}, facts: {} }, "dhcp");

    await expect(pin()).rejects.toMatchObject({ code });
  });
});

describe("a device of which nobody speaks any more", () => {
  it("leaves its id to the next one that wants it", async () => {
    await house.say(agentClaim("nas", guidA));
    await house.devices.unclaim("agent", guidA);
    const next = await house.say(agentClaim("nas", guidB));
    await house.restart();
    const back = await house.say(agentClaim("nas", guidA));

    expect([next, house.devices.get(1)?.guid, back]).toEqual([
      { id: 1, slug: "nas", created: true },
      guidB,
      { id: 2, slug: "nas-2", created: true },
    ]);
  });
});

describe("a machine from before GUIDs", () => {
  it("keeps its device and its id when its agent gets a GUID, also over a restart", async () => {
    await house.say(agentClaim("nas"));
    await house.say(agentClaim("nas", guidA));
    const before = [house.devices.list(), house.devices.identity(1)];
    await house.restart();

    const [pin] = house.devices.identity(1)?.pins ?? [];
    expect([
      [house.devices.list(), house.devices.identity(1)],
      house.devices.get(1)?.guid,
      house.devices.get(1)?.aliases,
      pin?.by,
    ]).toEqual([before, guidA, [2], "migration"]);
  });

  it("that the user registered is taken over by the agent that proposes its id", async () => {
    await house.say({ ref: "nas", keys: {}, facts: {}, machine: { id: "nas", machineType: "server" } }, "user");

    expect(await house.say(agentClaim("nas", guidA))).toEqual({ id: 1, slug: "nas", created: false });
  });
});

describe("a machine that the user registered", () => {
  const mac = "00:11:22:33:44:55";
  const registered: DeviceClaim = {
    ref: "storage",
    keys: { seenMacs: [mac] },
    facts: {},
    machine: { id: "storage", machineType: "server" },
  };
  const agent = { ...agentClaim("nas", guidA), keys: { agentGuid: guidA, macs: [mac] } };

  it("is taken over by the agent that attests its hardware address, also when that changes later", async () => {
    await house.say(registered, "user");
    const taken = await house.say(agent);
    const changed = await house.say({ ...agent, keys: { agentGuid: guidA, macs: [] } });

    const same = { id: 1, slug: "storage", created: false };
    expect([taken, changed, house.devices.list().length]).toEqual([same, same, 1]);
  });

  it("stays its own when what the agent says could not be stored", async () => {
    await house.say(registered, "user");
    const before = [house.devices.list(), house.devices.identity(1)];
    const repair = await house.store.breakInserts("pin");
    const outcome = house.devices.claim("agent", agent);
    await house.store.database.write(outcome.store).catch(() => outcome.revert());
    const after = [house.devices.list(), house.devices.identity(1)];
    await repair();

    expect([after, (await house.say(agent)).id, (await house.rows("pin")).length]).toEqual([before, 1, 1]);
  });
});
