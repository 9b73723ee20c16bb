import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { DeviceClaim } from "../../../core/sdk/index.ts";
import { agentClaim, guidA, guidB, TestDevices } from "./test-devices.ts";

const macs = ["52:54:00:00:00:01", "52:54:00:00:00:02"];
const minute = 60_000;

let house: TestDevices;

beforeEach(async () => {
  house = await TestDevices.open();
});

afterEach(() => house.remove());

function agent(id: string, guid: string, keys: DeviceClaim["keys"] = { macs }, address = "10.0.0.5"): DeviceClaim {
  const claim = agentClaim(id, guid);
  return { ...claim, keys: { ...claim.keys, ...keys }, hints: { hostname: "nas", addresses: [address] } };
}

/** An agent that is silent after a minute, and then another one. Devices 1 and 2. */
async function reinstall(anew = agent("nas", guidB, { macs }, "10.0.0.9")): Promise<void> {
  await house.say(agent("nas", guidA));
  await house.clock.advance(minute);
  await house.say(anew);
}

const state = () => [house.devices.list(), house.devices.identity(1), house.devices.identity(2)];

describe("a device that may be an older one", () => {
  it.each<[string, DeviceClaim["keys"], readonly string[] | undefined]>([
    ["has all of its hardware addresses", { macs }, ["macs", "hostname"]],
    ["has one of them and its name", { macs: macs.slice(1) }, ["macs", "hostname"]],
    ["has its name alone", { macs: ["52:54:00:00:00:03"] }, undefined],
    ["has no hardware address at all", { macs: [] }, undefined],
  ])("%s", async (_, keys, why) => {
    await reinstall(agent("nas", guidB, keys));

    expect(house.devices.predecessorsOf(2).map((found) => found.why)).toEqual(why ? [why] : []);
  });

  it("is none when the older one was heard since it came", async () => {
    await reinstall();
    await house.clock.advance(minute);
    await house.say(agent("nas", guidA));

    expect([house.devices.predecessorsOf(2), house.devices.predecessorsOf(1)]).toEqual([[], []]);
  });
});

describe("a succession", () => {
  it("hands on the device with its addresses and what was pinned to it, also after a restart", async () => {
    await reinstall();
    await house.say({ ref: "tv", keys: {}, facts: {} }, "dhcp");
    await house.devices.pin(1, { source: "dhcp", ref: "tv" }, { kind: "together", by: "admin" });
    const { device, store } = house.devices.succeed(2, 1);
    await house.store.database.write(store);
    await house.devices.save();
    const before = state();
    await house.restart();
    const identity = house.devices.identity(1);

    expect({
      device,
      claims: identity?.claims.map(({ source, ref }) => [source, ref]),
      addresses: identity?.addresses.map(({ value }) => value),
      gone: house.devices.get(2),
      said: await house.say(agent("nas", guidB, { macs }, "10.0.0.9")),
      isSame: state(),
    }).toEqual({
      device: { id: 1, slug: "nas", created: false },
      claims: [
        ["agent", guidB],
        ["dhcp", "tv"],
      ],
      addresses: ["10.0.0.9", "10.0.0.5", "nas"],
      gone: undefined,
      said: { id: 1, slug: "nas", created: false },
      isSame: before,
    });
  });

  it("leaves everything as it was when it could not be stored", async () => {
    await reinstall();
    const before = state();
    house.devices.succeed(2, 1).revert();
    const [old, anew] = [await house.say(agent("nas", guidA)), await house.say(agent("nas", guidB))];

    expect([
      state()
        .slice(1)
        .map((one) => one && "guid" in one && one.guid),
      old.id,
      anew.id,
      before.length,
    ]).toEqual([[guidA, guidB], 1, 2, 3]);
  });

  it("is refused for a device without an agent", async () => {
    await house.say(agent("nas", guidA));
    await house.say({ ref: "tv", keys: {}, facts: {} }, "dhcp");

    expect(() => house.devices.succeed(2, 1)).toThrow(expect.objectContaining({ code: "CONFLICT" }));
  });
});
