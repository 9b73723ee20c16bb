import { readFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { interpretAnswer } from "../../../agent/reporters/http-answer.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { sampleHeartbeat } from "../../support/sample-heartbeat.ts";
import { TestHub } from "../../support/test-hub.ts";

const fixtures = path.resolve(import.meta.dirname, "../../agent/fixtures");
const guid = "a1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d";

/** What a version from the future adds, in one object. */
const future = {
  x_new_number: 7,
  x_new_list: [{ deep: [null, "text"] }],
  x_new_block: { a: { b: true } },
  x_nothing: null,
};

/** The same with fields that nobody knows yet, in every object at every depth. */
function ofTheFuture(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ofTheFuture);
  if (typeof value !== "object" || value === null) return value;
  return { ...Object.fromEntries(Object.entries(value).map(([name, part]) => [name, ofTheFuture(part)])), ...future };
}

/** The heartbeat of a kind of machine, as its agent makes it. */
function recorded(machine: string): Record<string, unknown> {
  const heartbeat = JSON.parse(readFileSync(path.join(fixtures, machine, "heartbeat.json"), "utf8"));
  return { ...heartbeat, server_guid: guid, server_id: "nas", hostname: "nas" };
}

let hub: TestHub;
let clock: FakeClock;

beforeEach(async () => {
  clock = new FakeClock("2026-01-15T12:00:00Z");
  hub = await TestHub.start({ clock });
});

afterEach(() => hub.remove());

async function send(heartbeat: object) {
  await clock.advance(60_000);
  const now = new Date(clock.now()).toISOString();
  const { status, body } = await hub.call("POST", "/agents/heartbeat", { ...heartbeat, timestamp: now, sent_at: now });
  const machine = (await hub.call("GET", "/machines/nas")).body;
  const { latest_metrics: metrics, filesystems, hostname, agent_version: version } = machine;
  return { status, answer: body, machine: { metrics, filesystems, hostname, version } };
}

describe("a hub", () => {
  it.each(["virtual-machine", "raspberry-pi", "zfs-box", "bare"])(
    "reads the heartbeat of a newer agent on a %s as it reads its own, and passes over what it does not know",
    async (kind) => {
      const own = await send(recorded(kind));
      const newer = await send(ofTheFuture(recorded(kind)) as object);

      expect([newer.status, newer.machine]).toEqual([200, own.machine]);
    },
  );

  it("takes the heartbeat of an agent from before updates, outbox and containers, and offers it nothing", async () => {
    const {
      agent_updates_enabled: _,
      agent_update: __,
      ...old
    } = sampleHeartbeat({ server_id: "nas", hostname: "nas" });
    const { status, answer, machine } = await send(old);

    expect([status, answer["agent_update"], machine.hostname]).toEqual([200, null, "nas"]);
  });

  it("takes a heartbeat that has the three required fields and nothing else", async () => {
    expect((await send({ server_id: "nas", hostname: "nas" })).status).toBe(200);
  });
});

describe("an agent", () => {
  /** What an answer means to this agent. */
  const meaning = (answer: unknown) =>
    interpretAnswer({ status: 200, headers: {}, body: JSON.stringify(answer) }, 1, 0);

  it("reads the answer of a newer hub as it reads its own hub's", async () => {
    const { answer } = await send(sampleHeartbeat({ server_id: "nas", hostname: "nas" }));
    const offer = {
      version: "0.4.0",
      sha256: "a".repeat(64),
      size_bytes: 9,
      path: "/agent/homelab-agent.mjs",
      offered_at: "",
    };
    const full = { ...answer, agent_update: offer };

    expect(meaning(ofTheFuture(full))).toEqual(meaning(full));
  });

  it("reads the answer of an older hub, which says less and knows no updates", () => {
    const old = {
      status: "ok",
      received: true,
      server_time: "2026-01-15T12:00:00.000Z",
      server_registered: false,
      server_id: "nas",
      config: { heartbeat_interval_seconds: 60 },
    };

    expect(meaning(old)).toEqual({
      kind: "accepted",
      answer: {
        serverId: "nas",
        intervalSeconds: 60,
        monitoredServices: null,
        bootId: null,
        identityConflict: false,
        apiToken: null,
        identityClaim: null,
        update: null,
      },
    });
  });

  it("takes no harm of an offer in a form that it does not know", () => {
    const odd = { received: true, server_id: "nas", config: {}, agent_update: { package: "deb", channel: [1] } };

    expect(meaning(odd)).toMatchObject({ kind: "accepted", answer: { update: null } });
  });
});
