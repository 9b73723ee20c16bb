import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { DeviceClaim, IntegrationContext } from "../../../../core/sdk/index.ts";
import { FakeClock } from "../../../support/fake-clock.ts";
import { sampleHeartbeat } from "../../../support/sample-heartbeat.ts";
import { TestHub } from "../../../support/test-hub.ts";

const now = "2026-01-15T12:00:00.000Z";
const guid = "a1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d";
const otherGuid = "b1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d";
const mac = "52:54:00:12:34:56";
const lease: DeviceClaim = { ref: "lease", keys: { seenMacs: [mac] }, facts: { hostname: "lease", vendor: "QEMU" } };
const tv: DeviceClaim = { ref: "tv", keys: { seenMacs: ["00:11:22:33:44:55"] }, facts: { hostname: "tv" } };

let hub: TestHub;
let context: IntegrationContext;

beforeEach(async () => {
  const contexts: IntegrationContext[] = [];
  const wrapContext = (made: IntegrationContext) => {
    contexts.push(made);
    return made;
  };
  hub = await TestHub.start({ clock: new FakeClock(now), wrapContext });
  // The agents come first: integrations start in the order of their names.
  [context] = contexts as [IntegrationContext];
  await hub.call("POST", "/agents/heartbeat", sampleHeartbeat());
  await context.claim(lease);
  await context.claim(tv);
});

afterEach(() => hub.remove());

const identity = async (id = "mediaserver") => (await hub.call("GET", `/machines/${id}/identity`)).body;
const merge = (body: unknown) => hub.call("POST", "/machines/mediaserver/identity/merge", body);
const split = (body: unknown) => hub.call("POST", "/machines/mediaserver/identity/split", body);
const refs = (body: Record<string, unknown>) => (body["claims"] as { ref: string }[]).map(({ ref }) => ref);
const devices = async (query = "") => {
  const { body } = await hub.call<{ devices: { id: number; machine_id: string | null }[] }>("GET", `/devices${query}`);
  return body.devices.map(({ id, machine_id: machine }) => [id, machine]);
};

const noKeys = {
  agent_guid: null,
  agent_id: null,
  machine_id: null,
  macs: [],
  seen_macs: [],
  tailscale_node_id: null,
  docker_engine_id: null,
};

describe("the identity of a machine", () => {
  it("says who claims what, and since when", async () => {
    const body = await identity();

    expect({ ...body, facts: null }).toEqual({
      machine_id: "mediaserver",
      device_id: 1,
      guid,
      claims: [
        {
          source: "agent",
          ref: guid,
          keys: { ...noKeys, agent_guid: guid, machine_id: "0123456789abcdef0123456789abcdef", macs: [mac] },
          first_seen: now,
          changed_at: now,
        },
        { source: "agent", ref: "lease", keys: { ...noKeys, seen_macs: [mac] }, first_seen: now, changed_at: now },
      ],
      facts: null,
      addresses: [
        {
          kind: "ip",
          value: "192.168.1.21",
          network: "192.168.1.0/24",
          first_seen: now,
          last_seen: now,
          source: "agent",
        },
        { kind: "ip", value: "fd00::21", network: "fd00::/64", first_seen: now, last_seen: now, source: "agent" },
        { kind: "hostname", value: "mediaserver", network: null, first_seen: now, last_seen: now, source: "agent" },
      ],
      pins: [],
      conflicts: [],
      candidates: [],
    });
    expect(body["facts"]).toContainEqual({ name: "vendor", value: "QEMU", source: "agent", since: now });
  });

  it("can be told apart and put together again, and the last word is kept with who said it", async () => {
    const apart = await split({ source: "agent", ref: "lease" });
    const merged = await merge({ device_id: 2 });

    expect([refs(apart.body), refs(merged.body), merged.body["pins"]]).toEqual([
      [guid],
      [guid, "lease"],
      [
        {
          kind: "together",
          claims: [
            { source: "agent", ref: guid },
            { source: "agent", ref: "lease" },
          ],
          by: "environment",
          at: now,
        },
      ],
    ]);
  });

  it("takes a claim that shares nothing with it, and shows its facts on the machine", async () => {
    await context.claim({ ...tv, facts: { ...tv.facts, location: "cellar" } });
    const { body } = await merge({ source: "agent", ref: "tv" });

    expect([refs(body), context.devices.ofMachine("mediaserver")?.facts["location"], await devices()]).toEqual([
      [guid, "lease", "tv"],
      "cellar",
      [[1, "mediaserver"]],
    ]);
  });

  it("never takes another agent's: 409, and nothing is changed", async () => {
    await hub.call(
      "POST",
      "/agents/heartbeat",
      sampleHeartbeat({ server_guid: otherGuid, server_id: "pi", boot_id: "b" }),
    );
    const { status, body } = await merge({ source: "agent", ref: otherGuid });

    expect([status, body["detail"], await devices()]).toEqual([
      409,
      {
        code: "CONFLICT",
        message: `Both have an agent of their own (${guid} and ${otherGuid}), and a device never holds two. Remove one of the machines instead`,
      },
      [
        [1, "mediaserver"],
        [2, null],
        [3, null],
        [4, "pi"],
      ],
    ]);
  });

  it("takes in a machine that has no agent with a GUID; it is one of the list again after the split", async () => {
    await hub.call("POST", "/agents/heartbeat", {
      ...sampleHeartbeat({ server_id: "old", machine_id: "f".repeat(32), network_interfaces: [] }),
      server_guid: null,
    });
    const listed = async () => {
      const { body } = await hub.call<{ machines: { id: string }[] }>("GET", "/machines");
      return body.machines.map(({ id }) => id);
    };
    const before = await listed();
    await merge({ source: "agent", ref: "id:old" });
    const merged = await listed();
    await split({ source: "agent", ref: "id:old" });

    expect([before, merged, await listed()]).toEqual([["mediaserver", "old"], ["mediaserver"], ["mediaserver", "old"]]);
  });

  it.each<[string, unknown, number]>([
    ["a device that is not there", { device_id: 99 }, 404],
    ["a claim that is not there", { source: "dhcp", ref: "x" }, 404],
    ["itself", { device_id: 1 }, 409],
    ["nothing", {}, 422],
    ["both kinds at once", { device_id: 2, source: "agent", ref: "tv" }, 422],
    ["a number that is none", { device_id: "2" }, 422],
  ])("refuses to be merged with %s", async (_, body, status) => {
    expect((await merge(body)).status).toBe(status);
  });

  it("is unknown of an unknown machine", async () => {
    expect((await hub.call("GET", "/machines/none/identity")).status).toBe(404);
  });

  it("is shown to a viewer, who cannot change it", async () => {
    const { body } = await hub.call<{ key: string }>("POST", "/auth/keys", { name: "screen", scope: "viewer" });
    const key = { "X-API-Key": body.key };
    const seen = await hub.call("GET", "/servers/mediaserver/identity", undefined, key);
    const changed = await hub.call("POST", "/machines/mediaserver/identity/merge", { device_id: 3 }, key);

    expect([seen.status, changed.status]).toEqual([200, 403]);
  });

  it("survives a restart of the hub", async () => {
    await split({ source: "agent", ref: "lease" });
    await merge({ source: "agent", ref: "tv" });
    const before = [await identity(), await devices()];
    await hub.stop();
    hub = await TestHub.start({ clock: new FakeClock(now), dataFolder: hub.dataFolder });

    expect([await identity(), await devices()]).toEqual(before);
  });
});

describe("the devices", () => {
  it("are one row each, whoever speaks of them, and can be narrowed down", async () => {
    expect([
      await devices(),
      await devices("?known=true"),
      await devices("?known=false&source=agent"),
      await devices("?source=dhcp"),
    ]).toEqual([
      [
        [1, "mediaserver"],
        [3, null],
      ],
      [[1, "mediaserver"]],
      [[3, null]],
      [],
    ]);
  });

  it("are found by an alias too, with everything in short", async () => {
    const [byId, byAlias] = [await hub.call("GET", "/devices/1"), await hub.call("GET", "/devices/2")];

    expect([
      byAlias.body,
      (await hub.call("GET", "/devices/99")).status,
      (await hub.call("GET", "/devices/x")).status,
    ]).toEqual([byId.body, 404, 422]);
    expect(byId.body).toEqual({
      id: 1,
      machine_id: "mediaserver",
      known: true,
      guid,
      hostname: "mediaserver",
      ip_address: "192.168.1.21",
      mac_address: mac,
      sources: ["agent"],
      aliases: [2],
      first_seen: now,
      last_seen: now,
    });
  });

  it("are gone when the only source that spoke of them takes it back", async () => {
    await context.unclaim("tv");

    expect([await devices(), context.devices.get(3), context.devices.ownClaim("lease")]).toEqual([
      [[1, "mediaserver"]],
      undefined,
      lease,
    ]);
  });
});
