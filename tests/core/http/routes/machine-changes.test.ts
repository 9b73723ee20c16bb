import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { IntegrationContext } from "../../../../core/sdk/index.ts";
import { FakeClock } from "../../../support/fake-clock.ts";
import { sampleHeartbeat } from "../../../support/sample-heartbeat.ts";
import { TestHub } from "../../../support/test-hub.ts";

let clock: FakeClock;
let hub: TestHub;
let agentContext: IntegrationContext | undefined;

const wrapContext = (context: IntegrationContext) => {
  agentContext = context;
  return context;
};

beforeEach(async () => {
  clock = new FakeClock("2026-01-15T12:00:00Z");
  hub = await TestHub.start({ clock, wrapContext });
});

afterEach(() => hub.remove());

const nas = {
  id: "nas",
  hostname: "nas.lan",
  display_name: "NAS",
  mac_address: "52-54-00-AB-CD-EF",
  tags: ["storage"],
};

function heartbeat(changes = {}) {
  const time = new Date(clock.now()).toISOString();
  return hub.call("POST", "/agents/heartbeat", sampleHeartbeat({ timestamp: time, sent_at: time, ...changes }));
}

const codeOf = ({ body }: { body: unknown }) => (body as { detail?: { code: string } } | undefined)?.detail?.code;

async function ids(): Promise<string[]> {
  const { body } = await hub.call<{ machines: { id: string }[] }>("GET", "/machines");
  return body.machines.map(({ id }) => id);
}

describe("registering a machine", () => {
  it("makes one that waits for its agent, under its old name too", async () => {
    const created = await hub.call("POST", "/machines", nas);
    const older = await hub.call("POST", "/servers", { server_id: "pi", hostname: "pi" });
    expect([created.status, older.status, created.body]).toEqual([
      201,
      201,
      expect.objectContaining({
        id: "nas",
        hostname: "nas.lan",
        display_name: "NAS",
        mac_address: "52:54:00:ab:cd:ef",
        status: "unknown",
        machine_type: "server",
        tags: ["storage"],
      }),
    ]);
  });

  it("is taken over by the agent that proposes its id, and keeps what the user said", async () => {
    await hub.call("POST", "/machines", nas);
    const answer = await heartbeat({ server_id: "nas" });
    const { body } = await hub.call("GET", "/machines/nas");
    expect([answer.body["server_id"], await ids(), body["status"], body["display_name"]]).toEqual([
      "nas",
      ["nas"],
      "online",
      "NAS",
    ]);
  });

  it("refuses a taken id, a wrong one and a bad hardware address", async () => {
    await hub.call("POST", "/machines", nas);
    const answers = [
      await hub.call("POST", "/machines", nas),
      await hub.call("POST", "/machines", { ...nas, id: "N A S" }),
      await hub.call("POST", "/machines", { ...nas, id: "other", mac_address: "nonsense" }),
      await hub.call("POST", "/machines", { hostname: "x" }),
    ];
    expect([answers.map(codeOf), await ids()]).toEqual([
      ["CONFLICT", "VALIDATION_ERROR", "VALIDATION_ERROR", "VALIDATION_ERROR"],
      ["nas"],
    ]);
  });

  it("survives a restart", async () => {
    await hub.call("POST", "/machines", nas);
    await hub.stop();
    hub = await TestHub.start({ clock, dataFolder: hub.dataFolder });
    expect((await hub.call("GET", "/machines/nas")).body).toMatchObject({ display_name: "NAS", tags: ["storage"] });
  });
});

describe("changing a machine", () => {
  it("changes what is named and leaves the rest", async () => {
    await hub.call("POST", "/machines", nas);
    const { status, body } = await hub.call("PATCH", "/machines/nas", {
      display_name: null,
      location: "Attic",
      tdp_watts: 50,
    });
    expect([status, body]).toEqual([
      200,
      expect.objectContaining({ display_name: null, location: "Attic", tdp_watts: 50, tags: ["storage"] }),
    ]);
  });

  it("refuses unknown fields and unknown machines", async () => {
    await hub.call("POST", "/machines", nas);
    const answers = [
      await hub.call("PATCH", "/machines/nas", { hostnmae: "x" }),
      await hub.call("PATCH", "/machines/none", { display_name: "x" }),
    ];
    expect(answers.map(codeOf)).toEqual(["VALIDATION_ERROR", "NOT_FOUND"]);
  });

  it("puts it into maintenance and ends that by itself at the time given", async () => {
    await hub.call("POST", "/machines", nas);
    const paused = await hub.call("PUT", "/machines/nas/pause", { until: "2026-01-15T12:05:00Z" });
    await clock.advance(6 * 60_000);
    const { body } = await hub.call("GET", "/machines/nas");
    expect([paused.body["is_paused"], paused.body["paused_until"], body["is_paused"]]).toEqual([
      true,
      "2026-01-15T12:05:00.000Z",
      false,
    ]);
  });

  it("refuses a maintenance that is over already, and ends one on demand", async () => {
    await hub.call("POST", "/machines", nas);
    const past = await hub.call("PUT", "/machines/nas/pause", { until: "2026-01-15T11:00:00Z" });
    await hub.call("PUT", "/machines/nas/pause", {});
    const ended = await hub.call("PUT", "/machines/nas/unpause");
    expect([codeOf(past), ended.body["is_paused"]]).toEqual(["VALIDATION_ERROR", false]);
  });
});

describe("removing a machine", () => {
  it("takes its entities and history with it, and its agent does not bring it back", async () => {
    await heartbeat();
    const removed = await hub.call("DELETE", "/machines/mediaserver");
    clock.step(60_000);
    const refused = await heartbeat();
    const { body } = await hub.call("GET", "/states?entity_id=mediaserver.*");
    expect([removed.status, refused.status, await ids(), body["total"]]).toEqual([204, 401, [], 0]);
  });

  it("holds over a restart, until the user allows it again", async () => {
    await heartbeat();
    await hub.call("DELETE", "/machines/mediaserver");
    await hub.stop();
    hub = await TestHub.start({ clock, dataFolder: hub.dataFolder });
    const refused = await heartbeat();
    await hub.call("POST", "/machines", { id: "mediaserver", hostname: "mediaserver" });
    const allowed = await heartbeat();
    expect([refused.status, allowed.status, await ids()]).toEqual([401, 200, ["mediaserver"]]);
  });

  it("keeps the history when asked to, for when the machine comes back", async () => {
    await heartbeat();
    await hub.call("DELETE", "/machines/mediaserver?keep_history=true");
    await hub.call("POST", "/machines", { id: "mediaserver", hostname: "mediaserver" });
    clock.step(60_000);
    await heartbeat();
    const query = "from=2026-01-15T11:59:00Z&to=2026-01-15T12:02:00Z";
    const { body } = await hub.call<{ series: { points: [number, number | null][] }[] }>(
      "GET",
      `/history?entity_id=mediaserver.cpu_percent&${query}`,
    );
    expect(body.series[0]?.points.filter(([, mean]) => mean !== null)).toHaveLength(2);
  });
});

describe("the list of machines", () => {
  it("takes fields that integrations add, in the same number of questions at 1 and at 500 machines", async () => {
    let asked = 0;
    agentContext?.contributeMachineFields({
      defaults: { active_alert_count: 0 },
      read: async () => {
        asked++;
        return { nas: { active_alert_count: 3 } };
      },
    });
    await hub.call("POST", "/machines", nas);
    const { body } = await hub.call<{ machines: Record<string, unknown>[] }>("GET", "/machines");
    const [queriesAtOne, askedAtOne] = [await queriesOf(() => hub.call("GET", "/machines")), asked];
    for (let number = 0; number < 500; number++) {
      await hub.call("POST", "/machines", { id: `m-${number}`, hostname: `m-${number}` });
    }
    asked = 0;
    const queriesAtMany = await queriesOf(() => hub.call("GET", "/machines"));
    expect([body.machines[0]?.["active_alert_count"], askedAtOne, asked, queriesAtMany]).toEqual([
      3,
      2,
      1,
      queriesAtOne,
    ]);
  }, 60_000);

  it("stands when what an integration adds cannot be read", async () => {
    agentContext?.contributeMachineFields({
      defaults: { active_alert_count: 0 },
      read: () => Promise.reject(new Error("broken")),
    });
    await hub.call("POST", "/machines", nas);
    const { status, body } = await hub.call("GET", "/machines/nas");
    expect([status, body["active_alert_count"]]).toEqual([200, 0]);
  });
});

/** How many statements the database runs meanwhile. */
async function queriesOf(work: () => Promise<unknown>): Promise<number> {
  const { Sequelize } = await import("sequelize");
  const query = Sequelize.prototype.query;
  let count = 0;
  Sequelize.prototype.query = function counting(this: never, ...parameters: never[]) {
    count++;
    return (query as (...all: never[]) => never).apply(this, parameters);
  } as typeof query;
  try {
    await work();
  } finally {
    Sequelize.prototype.query = query;
  }
  return count;
}

describe("machines of config.yaml", () => {
  const config = (name: string) =>
    `machines:\n  - { id: nas, display_name: ${name}, tags: [storage] }\nintegrations: { agent: { local: false } }\n`;

  it("are registered once, and belong to the database then", async () => {
    await hub.stop();
    const { dataFolder } = hub;
    hub = await TestHub.start({ clock, dataFolder, config: config("First") });
    const first = (await hub.call("GET", "/machines/nas")).body["display_name"];
    await hub.call("PATCH", "/machines/nas", { display_name: "Mine" });
    await hub.stop();
    hub = await TestHub.start({ clock, dataFolder, config: config("Second") });
    const second = (await hub.call("GET", "/machines/nas")).body["display_name"];
    await hub.call("DELETE", "/machines/nas");
    await hub.stop();
    hub = await TestHub.start({ clock, dataFolder, config: config("Third") });
    expect([first, second, await ids()]).toEqual(["First", "Mine", []]);
  });
});
