import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Heartbeat, HeartbeatAnswer } from "../../../agent/protocol.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { sampleHeartbeat } from "../../support/sample-heartbeat.ts";
import { TestHub } from "../../support/test-hub.ts";

let hub: TestHub;
let clock: FakeClock;

beforeEach(async () => {
  clock = new FakeClock("2026-01-15T12:00:00Z");
  hub = await TestHub.start({ clock });
});

afterEach(() => hub.remove());

const send = (body: unknown) => hub.call<HeartbeatAnswer>("POST", "/agents/heartbeat", body);

/** A heartbeat measured and sent now. */
function now(changes: Partial<Heartbeat> = {}): Heartbeat {
  const time = new Date(clock.now()).toISOString();
  return sampleHeartbeat({ timestamp: time, sent_at: time, ...changes });
}

async function machineIds(): Promise<string[]> {
  const { body } = await hub.call<{ machines: { id: string }[] }>("GET", "/machines");
  return body.machines.map(({ id }) => id);
}

async function state(id: string) {
  const { body } = await hub.call<{ states: { value: unknown; available: boolean }[] }>(
    "GET",
    `/states?entity_id=${id}`,
  );
  const [first] = body.states;
  return first && { value: first.value, available: first.available };
}

async function samples(id: string): Promise<(number | null)[]> {
  const from = new Date(clock.now() - 600_000).toISOString();
  const to = new Date(clock.now() + 1000).toISOString();
  const query = `/history?entity_id=${id}&from=${from}&to=${to}&points=2000`;
  const { body } = await hub.call<{ series: { points: [number, number | null][] }[] }>("GET", query);
  return (body.series[0]?.points ?? []).map(([, mean]) => mean).filter((mean) => mean !== null);
}

describe("POST /agents/heartbeat", () => {
  it("is how the machine is now, also after the hub's own clock was set back", async () => {
    await send(now());
    const real = clock.now();
    clock.step(-3_600_000);
    await clock.advance(60_000);
    const time = new Date(real + 60_000).toISOString();
    await send(sampleHeartbeat({ timestamp: time, sent_at: time, metrics: { cpu_percent: 99 } }));

    expect(await state("mediaserver.cpu_percent")).toEqual({ value: 99, available: true });
  });

  it("registers an unknown machine by itself and answers what the agent needs", async () => {
    const answer = await send(now());
    expect([answer.status, answer.body]).toEqual([
      200,
      {
        status: "ok",
        received: true,
        server_time: "2026-01-15T12:00:00.000Z",
        server_registered: true,
        server_id: "mediaserver",
        boot_id: "0d5b8a3e-52a4-4b8e-9df0-2b1c6a7e9f10",
        pending_commands: [],
        results_acknowledged: [],
        config: { heartbeat_interval_seconds: 60, monitored_services: [] },
        agent_update: null,
        identity_conflict: false,
      },
    ]);
  });

  it("shows the machine with its facts and latest metrics, under both names", async () => {
    await send(now());
    const [machine, server] = [
      await hub.call("GET", "/machines/mediaserver"),
      await hub.call("GET", "/servers/mediaserver"),
    ];
    expect(machine.body).toMatchObject({
      id: "mediaserver",
      guid: "a1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d",
      hostname: "mediaserver",
      ip_address: "192.168.1.21",
      status: "online",
      last_seen: "2026-01-15T12:00:00.000Z",
      cpu_cores: 8,
      latest_metrics: { cpu_percent: 45.2, memory_percent: 62.1, uptime_seconds: 1_036_800 },
    });
    expect(server.body).toEqual(machine.body);
  });

  it("knows the machine again by its GUID when its hostname, address and proposed id have changed", async () => {
    await send(now());
    clock.step(60_000);
    const answer = await send(now({ server_id: "renamed", hostname: "renamed", ip_addresses: ["192.168.1.75"] }));
    const { body } = await hub.call("GET", "/machines/mediaserver");
    expect([answer.body.server_id, answer.body.server_registered, await machineIds()]).toEqual([
      "mediaserver",
      false,
      ["mediaserver"],
    ]);
    expect(body).toMatchObject({ hostname: "renamed", ip_address: "192.168.1.75" });
  });

  it("gives a second machine that proposes a taken id an id of its own", async () => {
    await send(now());
    const answer = await send(now({ server_guid: "ffffffff-e5f6-4a7b-8c9d-0e1f2a3b4c5d" }));
    expect([answer.body.server_id, await machineIds()]).toEqual(["mediaserver-2", ["mediaserver", "mediaserver-2"]]);
  });

  it("gives a machine that was known by its id only the GUID that its new agent brings", async () => {
    await send(now({ server_guid: null }));
    const answer = await send(now());
    const { body } = await hub.call("GET", "/machines/mediaserver");
    expect([answer.body.server_registered, await machineIds(), body["guid"]]).toEqual([
      false,
      ["mediaserver"],
      "a1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d",
    ]);
  });

  it("takes a GUID in capitals for the same", async () => {
    await send(now());
    await send(now({ server_guid: "A1B2C3D4-E5F6-4A7B-8C9D-0E1F2A3B4C5D" }));
    expect(await machineIds()).toEqual(["mediaserver"]);
  });

  it("stores a heartbeat that arrives twice once", async () => {
    const heartbeat = now();
    await send(heartbeat);
    await send({ ...heartbeat, sent_at: new Date(clock.now() + 5000).toISOString() });
    expect(await samples("mediaserver.cpu_percent")).toEqual([45.2]);
  });

  it("puts late heartbeats of a batch into the history and leaves the current value alone", async () => {
    await send(now());
    const late = (secondsAgo: number, cpu_percent: number) =>
      now({ timestamp: new Date(clock.now() - secondsAgo * 1000).toISOString(), metrics: { cpu_percent } });
    const answer = await send([late(300, 10), late(240, 20), late(180, 30)]);
    expect([answer.status, await state("mediaserver.cpu_percent"), await samples("mediaserver.cpu_percent")]).toEqual([
      200,
      { value: 45.2, available: true },
      [10, 20, 30, 45.2],
    ]);
  });

  it("names the bad heartbeat of a batch in its place and stores the others", async () => {
    const bad = { ...now(), metrics: { cpu_percent: 250 } };
    const { body } = await hub.call<unknown[]>("POST", "/agents/heartbeat", [bad, now(), { hello: "world" }]);
    expect(body).toMatchObject([
      {
        status: "error",
        received: false,
        detail: { code: "VALIDATION_ERROR", message: "metrics.cpu_percent must be <= 100" },
      },
      { status: "ok", received: true, server_id: "mediaserver" },
      { status: "error", received: false, detail: { message: "server_id is missing" } },
    ]);
  });

  it.each([
    ["a percentage above 100", { metrics: { cpu_percent: 101 } }, "metrics.cpu_percent"],
    ["a negative size", { metrics: { memory_used_mb: -1 } }, "metrics.memory_used_mb"],
    ["a text for a number", { metrics: { load_1m: "0.5" } }, "metrics.load_1m"],
    ["an id with capitals", { server_id: "MediaServer" }, "server_id"],
    ["a GUID that is none", { server_guid: "12345" }, "server_guid"],
    ["a time that is none", { timestamp: "2026-01-15T12:60:00Z" }, "timestamp"],
    ["a time that is a number", { timestamp: 1768478400 }, "timestamp"],
    ["an empty hostname", { hostname: "" }, "hostname"],
    ["a bad file system", { filesystems: [{ mount_point: "/", percent: 120 }] }, "filesystems.0.percent"],
  ])("refuses %s, names the field and registers nothing", async (_name, changes, field) => {
    const answer = await hub.call<{ detail: { code: string; field: string } }>("POST", "/agents/heartbeat", {
      ...now(),
      ...changes,
    });
    expect([answer.status, answer.body.detail.code, answer.body.detail.field, await machineIds()]).toEqual([
      422,
      "VALIDATION_ERROR",
      field,
      [],
    ]);
  });

  it.each(["server_id", "hostname", "timestamp"])("refuses a heartbeat without %s", async (field) => {
    const { [field as "hostname"]: _, ...rest } = now();
    const answer = await hub.call<{ detail: object }>("POST", "/agents/heartbeat", rest);
    expect([answer.status, answer.body.detail]).toEqual([
      422,
      { code: "VALIDATION_ERROR", message: `${field} is missing`, field },
    ]);
  });

  it("refuses bad JSON, a body of 10 MB and a batch that is too long, and stays well", async () => {
    const answers = [
      await hub.call("POST", "/agents/heartbeat", "{ not json"),
      await hub.call("POST", "/agents/heartbeat", JSON.stringify({ ...now(), padding: "x".repeat(10_000_000) })),
      await hub.call("POST", "/agents/heartbeat", new Array(501).fill({})),
      await hub.call("POST", "/agents/heartbeat", []),
      await send(now()),
    ];
    expect(answers.map(({ status, body }) => [status, (body as { detail?: { code: string } }).detail?.code])).toEqual([
      [400, "BAD_REQUEST"],
      [413, "PAYLOAD_TOO_LARGE"],
      [422, "VALIDATION_ERROR"],
      [422, "VALIDATION_ERROR"],
      [200, undefined],
    ]);
  });

  it("ignores fields that it does not know", async () => {
    expect((await send({ ...now(), from_the_future: { a: 1 } })).status).toBe(200);
  });

  it("refuses a heartbeat without a key, and one for another agent than the token's header names", async () => {
    const anonymous = await hub.call("POST", "/agents/heartbeat", now(), {});
    const key = { "X-Agent-Token": "hla_unknown", "X-Server-GUID": "a1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d" };
    const unknown = await hub.call("POST", "/agents/heartbeat", now(), key);
    expect([anonymous.status, unknown.status, await machineIds()]).toEqual([401, 401, []]);
  });
});

describe("a machine's entities", () => {
  it("exist for each file system and interface, told apart however they are written", async () => {
    const filesystems = ["/mnt/a-b", "/mnt/a_b", "/mnt/a b"].map((mount_point) => ({ mount_point, percent: 50 }));
    await send(now({ filesystems }));
    const { body } = await hub.call<{ states: { id: string; key: string; instance: string }[] }>("GET", "/states");
    const instances = body.states.filter(({ key }) => key === "filesystem_percent").map(({ instance }) => instance);
    expect([instances, new Set(body.states.map(({ id }) => id)).size]).toEqual([
      ["/mnt/a-b", "/mnt/a_b", "/mnt/a b"],
      body.states.length,
    ]);
  });

  it("become unavailable, with their last value, when a mount is gone", async () => {
    await send(now());
    clock.step(60_000);
    await send(now({ filesystems: [{ mount_point: "/", percent: 36 }] }));
    expect(await state("mediaserver.filesystem_percent._2fmnt_2fpool")).toEqual({ value: 82, available: false });
  });

  it("are unknown, not zero, where the agent says null, and do not exist where it never said anything", async () => {
    await send(now());
    clock.step(60_000);
    await send(now({ metrics: { cpu_percent: null } }));
    expect([await state("mediaserver.cpu_percent"), await state("mediaserver.swap_used_mb")]).toEqual([
      { value: null, available: true },
      undefined,
    ]);
  });

  it("become unavailable when the machine goes offline, and come back with it", async () => {
    await send(now());
    await clock.advance(200_000);
    const { body: machine } = await hub.call("GET", "/machines/mediaserver");
    const lost = await state("mediaserver.cpu_percent");
    await send(now({ metrics: { cpu_percent: 3 } }));
    expect([machine["status"], lost, await state("mediaserver.cpu_percent")]).toEqual([
      "offline",
      { value: 45.2, available: false },
      { value: 3, available: true },
    ]);
  });
});
