import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { agentClaim, guidA, guidB, start, TestDevices } from "./test-devices.ts";

let house: TestDevices;

beforeEach(async () => {
  house = await TestDevices.open();
});

afterEach(() => house.remove());

describe("the device registry", () => {
  it("makes a device on its first claim, and knows it again", async () => {
    const first = await house.say(agentClaim("nas", guidA));
    const second = await house.say(agentClaim("nas", guidA));

    expect([first, second]).toEqual([
      { id: 1, slug: "nas", created: true },
      { id: 1, slug: "nas", created: false },
    ]);
  });

  it("knows an agent by its GUID, whatever it calls itself now", async () => {
    await house.say(agentClaim("nas", guidA));
    const renamed = await house.say(agentClaim("storage", guidA, { hostname: "storage" }));

    expect([renamed, house.devices.facts(1)]).toEqual([
      { id: 1, slug: "nas", created: false },
      { hostname: "storage" },
    ]);
  });

  it("gives another agent that wants a taken slug the next one", async () => {
    await house.say(agentClaim("nas", guidA));

    expect(await house.say(agentClaim("nas", guidB))).toEqual({ id: 2, slug: "nas-2", created: true });
  });

  it("takes an agent that got a GUID for the machine that was known by its id alone, once", async () => {
    const before = await house.say(agentClaim("nas"));
    const migrated = await house.say(agentClaim("nas", guidA));
    const other = await house.say(agentClaim("nas", guidB));

    expect([before.id, migrated.id, other.slug]).toEqual([1, 1, "nas-2"]);
  });

  it("never takes two agents for one by what a clone copies", async () => {
    const copied = { machineId: "0123456789abcdef0123456789abcdef", macs: ["52:54:00:12:34:56"] };
    await house.say({ ...agentClaim("nas", guidA), keys: { agentGuid: guidA, ...copied } });
    const clone = await house.say({ ...agentClaim("nas", guidB), keys: { agentGuid: guidB, ...copied } });

    expect(clone).toEqual({ id: 2, slug: "nas-2", created: true });
  });

  it("names a device that proposes no id by its number", async () => {
    const { machine: _, ...claim } = agentClaim("x", guidA);

    expect((await house.say(claim)).slug).toBe("device-1");
  });

  it("has nothing to write for an equal claim, also when its parts come in another order", async () => {
    await house.say(agentClaim("nas", guidA, { hostname: "nas", cpu_cores: 4 }));
    const outcome = house.devices.claim("agent", agentClaim("nas", guidA, { cpu_cores: 4, hostname: "nas" }));
    const before = await house.rows("claim");
    await house.store.database.write(outcome.store);

    expect([outcome.changed, await house.rows("claim")]).toEqual([false, before]);
  });

  it("keeps when it was first told and when it last changed", async () => {
    await house.say(agentClaim("nas", guidA));
    await house.clock.advance(1000);
    await house.say(agentClaim("nas", guidA, { hostname: "storage" }));

    expect(await house.rows("claim")).toEqual([
      {
        source: "agent",
        ref: guidA,
        device_id: 1,
        keys: JSON.stringify({ agentGuid: guidA }),
        facts: JSON.stringify({ hostname: "storage" }),
        hints: "{}",
        since: JSON.stringify({ hostname: start + 1000 }),
        machine: JSON.stringify({ id: "nas", machineType: "server" }),
        first_seen: start,
        changed_at: start + 1000,
      },
    ]);
  });

  it("knows every device, its facts and its numbers again after a restart", async () => {
    await house.say(agentClaim("nas", guidA, { hostname: "nas", cpu_cores: 4 }));
    await house.say(agentClaim("pi"));
    await house.restart();

    const again = house.devices.claim("agent", agentClaim("nas", guidA, { hostname: "nas", cpu_cores: 4 }));
    const migrated = await house.say(agentClaim("pi", guidB));
    const third = await house.say(agentClaim("nas", "c1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d"));

    expect([again.changed, again.device.id, house.devices.facts(1), migrated.id, third]).toEqual([
      false,
      1,
      { hostname: "nas", cpu_cores: 4 },
      2,
      { id: 4, slug: "nas-2", created: true },
    ]);
  });
});

describe("a claim that could not be stored", () => {
  it("leaves no device behind, and its slug is free again", () => {
    const refused = house.devices.claim("agent", agentClaim("nas", guidA));
    refused.revert();

    expect(house.devices.claim("agent", agentClaim("nas", guidB)).device).toEqual({
      id: 2,
      slug: "nas",
      created: true,
    });
  });

  it("does not take back what was said since", async () => {
    await house.say(agentClaim("nas", guidA, { hostname: "nas" }));
    const refused = house.devices.claim("agent", agentClaim("nas", guidA, { hostname: "storage" }));
    house.devices.claim("agent", agentClaim("nas", guidA, { hostname: "tank" }));
    refused.revert();

    expect(house.devices.facts(1)).toEqual({ hostname: "tank" });
  });

  it("leaves what was said before", async () => {
    await house.say(agentClaim("nas", guidA, { hostname: "nas" }));

    house.devices.claim("agent", agentClaim("nas", guidA, { hostname: "storage" })).revert();

    expect([
      house.devices.facts(1),
      house.devices.claim("agent", agentClaim("nas", guidA, { hostname: "nas" })).changed,
    ]).toEqual([{ hostname: "nas" }, false]);
  });

  it("leaves a machine that was known by its id alone open for its GUID", async () => {
    await house.say(agentClaim("nas"));
    house.devices.claim("agent", agentClaim("nas", guidA)).revert();

    expect([house.devices.claim("agent", agentClaim("nas", guidB)).device, house.devices.facts(1)]).toEqual([
      { id: 1, slug: "nas", created: false },
      { hostname: "nas" },
    ]);
  });
});

describe("a damaged database", () => {
  it("loses only the rows that cannot be read, and says which", async () => {
    for (const id of ["nas", "pi", "tv"]) await house.say(agentClaim(id));
    await house.devices.pin(1, 2, { kind: "together", by: "admin" }).catch(() => {});
    await house.store.database.run("UPDATE claim SET keys = '{' WHERE ref = 'id:nas'");
    await house.store.database.run("UPDATE claim SET facts = '7' WHERE ref = 'id:pi'");
    await house.store.database.run("UPDATE pin SET kind = 'maybe'");
    await house.restart();

    expect([
      house.devices.list().map(({ slug }) => slug),
      house.log.messages("warn").length,
      (await house.say(agentClaim("nas"))).id,
    ]).toEqual([["tv"], 3, 1]);
  });
});
