import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Heartbeat } from "../../../../agent/protocol.ts";
import { FakeClock } from "../../../support/fake-clock.ts";
import { sampleHeartbeat } from "../../../support/sample-heartbeat.ts";
import type { TestHub } from "../../../support/test-hub.ts";
import { startShippingHub, writeAgentFile } from "./shipping-hub.ts";

const text = "// the agent, version 0.2.0\n";
const guidOf = (index: number) => `a1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c0${index}`;

let hub: TestHub;
let clock: FakeClock;
let agent: Awaited<ReturnType<typeof writeAgentFile>>;
let version: string;

const start = (dataFolder?: string) =>
  startShippingHub(() => ({ version, agentBundle: agent.file }), { clock, ...(dataFolder ? { dataFolder } : {}) });

beforeEach(async () => {
  clock = new FakeClock("2026-01-15T12:00:00Z");
  agent = await writeAgentFile(text);
  version = "0.2.0";
  hub = await start();
});

afterEach(async () => {
  await hub.remove();
  await agent.remove();
});

interface Answer {
  readonly agent_update: { readonly version: string; readonly offered_at: string } | null;
}

/** One heartbeat of the agent of machine `m<index>`, and what its answer offers. */
async function report(index: number, changes: Partial<Heartbeat> = {}): Promise<Answer["agent_update"]> {
  await clock.advance(1000);
  const now = new Date(clock.now()).toISOString();
  const who = { server_id: `m${index}`, hostname: `m${index}`, server_guid: guidOf(index), machine_id: null };
  const mac = `52:54:00:00:00:0${index}`;
  const place = { mac_address: mac, network_interfaces: [{ name: "eth0", mac }], boot_id: guidOf(index) };
  const heartbeat = sampleHeartbeat({
    ...who,
    ...place,
    timestamp: now,
    sent_at: now,
    agent_updates_enabled: true,
    ...changes,
  });
  const { body, status } = await hub.call<Answer>("POST", "/agents/heartbeat", heartbeat);
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body.agent_update;
}

/** What the agent says while it follows an offer. */
const says = (state: string, offeredAt: string, reason: string | null = null) => ({
  agent_update: { state, version: "0.2.0", offered_at: offeredAt, reason },
});

const request = (body: object) => hub.call("POST", "/agents/updates", body);

interface Listed {
  readonly agents: readonly Readonly<Record<string, unknown>>[];
}

/** `[id, state, reason]` of every update. */
async function states() {
  const { body } = await hub.call<Listed>("GET", "/agents");
  return body.agents.map(({ server_id: id, update }) => {
    const { state, reason } = (update ?? {}) as { state?: string; reason?: string | null };
    return [id, state, reason];
  });
}

async function problems(): Promise<readonly string[]> {
  const { body } = await hub.call<{ problems: readonly { title: string }[] }>("GET", "/problems");
  return body.problems.map(({ title }) => title);
}

describe("the list of agents", () => {
  it("tells of each its version, how it reports, and whether it takes updates", async () => {
    await report(1);
    await report(2, { agent_version: "0.2.0", agent_updates_enabled: null, dropped_heartbeats: 3 });

    const { body } = await hub.call<Listed>("GET", "/agents");

    const known = { display_name: null, mode: "readonly", status: "online", transport: "http", update: null };
    const common = {
      ...known,
      latest_version: "0.2.0",
      heartbeat_interval_seconds: 60,
      clock_skew_seconds: expect.anything(),
    };
    const at = (seconds: number) => new Date(Date.parse("2026-01-15T12:00:00Z") + seconds * 1000).toISOString();
    expect(body).toEqual({
      agents: [
        {
          ...common,
          server_id: "m1",
          hostname: "m1",
          server_guid: guidOf(1),
          version: "0.1.0",
          update_available: true,
          updates_enabled: true,
          last_seen: at(1),
          dropped_heartbeats: null,
        },
        {
          ...common,
          server_id: "m2",
          hostname: "m2",
          server_guid: guidOf(2),
          version: "0.2.0",
          update_available: false,
          updates_enabled: null,
          last_seen: at(2),
          dropped_heartbeats: 3,
        },
      ],
      total: 2,
      version: "0.2.0",
      upgrade_command: expect.stringMatching(/^curl .* --upgrade$/),
    });
  });
});

describe("an update of one agent", () => {
  it("is offered with the answer to a heartbeat, followed, and over when the new version reports", async () => {
    const before = await report(1);
    const asked = await request({ server_ids: ["m1"] });
    const offer = await report(1);
    const seen = [];
    for (const state of ["downloading", "verifying", "trying"]) {
      await report(1, says(state, offer?.offered_at ?? ""));
      seen.push(await states());
    }
    const last = await report(1, { agent_version: "0.2.0" });

    const sha256 = createHash("sha256").update(text).digest("hex");
    expect({ before, asked: asked.body, offer, seen, last, end: await states() }).toEqual({
      before: null,
      asked: { offered: ["m1"], refused: [] },
      offer: {
        version: "0.2.0",
        sha256,
        size_bytes: text.length,
        path: "/agent/homelab-agent.mjs",
        offered_at: "2026-01-15T12:00:01.000Z",
      },
      seen: ["downloading", "verifying", "trying"].map((state) => [["m1", state, null]]),
      last: null,
      end: [["m1", "done", null]],
    });
  });

  it("that is rolled back opens a problem, is offered no more, and is tried anew when it is asked for again", async () => {
    await report(1);
    await request({ server_ids: ["m1"] });
    const offer = await report(1);
    const failed = says("rolled_back", offer?.offered_at ?? "", "It crashed");
    await report(1, failed);
    const after = [await report(1, failed), await states(), await problems()];
    await request({ server_ids: ["m1"] });
    const again = await report(1, failed);

    expect([after, again?.version, await states(), await problems()]).toEqual([
      [null, [["m1", "rolled_back", "It crashed"]], ["The agent on m1 went back from version 0.2.0"]],
      "0.2.0",
      [["m1", "offered", null]],
      [],
    ]);
  });

  it("survives a restart of the hub, and is off when that one ships another version", async () => {
    await report(1);
    await request({ server_ids: ["m1"] });
    await hub.stop();
    hub = await start(hub.dataFolder);
    const offer = await report(1);
    await hub.stop();
    version = "0.3.0";
    hub = await start(hub.dataFolder);

    expect([offer?.version, await report(1), await states()]).toEqual(["0.2.0", null, [["m1", undefined, undefined]]]);
  });

  it("can be taken back, once, and goes with its machine", async () => {
    await report(1);
    await request({ server_ids: ["m1"] });
    const taken = [
      (await hub.call("DELETE", "/agents/updates/m1")).status,
      (await hub.call("DELETE", "/agents/updates/m1")).status,
    ];
    const offer = await report(1);
    await request({ server_ids: ["m1"] });
    await hub.call("DELETE", "/machines/m1");

    expect([taken, offer, (await hub.call("DELETE", "/agents/updates/m1")).status]).toEqual([[204, 404], null, 404]);
  });

  it("is refused, with what to do, where it cannot be made", async () => {
    await report(1, { agent_updates_enabled: false });
    await report(2, { agent_updates_enabled: null });
    await report(3, { agent_version: "0.2.0" });
    await report(4);
    await hub.stop();
    hub = await start(hub.dataFolder);
    for (const [index, enabled] of [
      [1, false],
      [2, null],
    ] as const)
      await report(index, { agent_updates_enabled: enabled });

    const { body } = await request({ server_ids: ["m1", "m2", "m3", "m4", "nobody"] });

    expect(body).toEqual({
      offered: [],
      refused: [
        {
          server_id: "m1",
          reason: expect.stringMatching(/^Updates are not enabled on it\. Run on it: curl .* --upgrade --updates$/),
        },
        {
          server_id: "m2",
          reason: expect.stringMatching(/^Its agent is too old to update itself\. Run on it: curl .* --upgrade$/),
        },
        { server_id: "m3", reason: "It has version 0.2.0 or a newer one" },
        { server_id: "m4", reason: expect.stringMatching(/^It has not reported since the hub started/) },
        { server_id: "nobody", reason: "There is no machine nobody" },
      ],
    });
  });

  it.each([[{}], [{ all: false }], [{ server_ids: [] }], [{ all: true, server_ids: ["m1"] }]])(
    "is not asked for by %j",
    async (body) => {
      expect((await request(body)).status).toBe(422);
    },
  );
});

describe("the update of all agents", () => {
  it("begins with one machine, and stops where it comes to harm", async () => {
    for (const index of [1, 2, 3]) await report(index);
    const { body } = await request({ all: true });
    const first = [await report(2), await report(1)];
    const waiting = await states();
    await report(1, says("failed", first[1]?.offered_at ?? "", "No room"));

    expect({
      body,
      first: first.map((offer) => offer?.version),
      waiting,
      end: await states(),
      others: [await report(2), await report(3)],
    }).toEqual({
      body: { offered: ["m1", "m2", "m3"], refused: [] },
      first: [undefined, "0.2.0"],
      waiting: [
        ["m1", "offered", null],
        ["m2", "offered", "Waits for the machines before it"],
        ["m3", "offered", "Waits for the machines before it"],
      ],
      end: [
        ["m1", "failed", "No room"],
        ["m2", undefined, undefined],
        ["m3", undefined, undefined],
      ],
      others: [null, null],
    });
  });

  it("goes on with the others when the first is done, and asking again changes nothing", async () => {
    for (const index of [1, 2, 3]) await report(index);
    await request({ all: true });
    await report(1, { agent_version: "0.2.0" });
    const offer = await report(2);
    await clock.advance(1000);
    await request({ all: true });

    expect([
      offer?.offered_at,
      (await report(2))?.offered_at,
      (await report(3))?.version,
      await report(1, { agent_version: "0.2.0" }),
    ]).toEqual([offer?.offered_at, offer?.offered_at, "0.2.0", null]);
  });
});
