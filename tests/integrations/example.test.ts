import { cp } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { IntegrationContext } from "../../core/sdk/index.ts";
import { cloningContext } from "../support/cloning-context.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { LogSpy } from "../support/log-spy.ts";
import { brokerPort, TestClient } from "../support/mqtt-client.ts";
import { sampleHeartbeat } from "../support/sample-heartbeat.ts";
import { TestHub, testKey } from "../support/test-hub.ts";

const example = path.resolve(import.meta.dirname, "../support/example-integration");
const config = `
mqtt: { broker: embedded, embedded: { listen: "127.0.0.1:0" } }
integrations:
  agent: { local: false }
  example: { pumps: [pump-1] }
`;

let hub: TestHub;
let clock: FakeClock;
let log: LogSpy;

const install = (dataFolder: string) => cp(example, path.join(dataFolder, "integrations/example"), { recursive: true });

/** What the example touched, of all that there is. */
const used = new Set<string>();
let members: ReadonlySet<string>;

function watched(context: IntegrationContext): IntegrationContext {
  members = new Set(Object.keys(context));
  const note = (target: IntegrationContext, name: string | symbol) => {
    used.add(String(name));
    return Reflect.get(target, name, target) as unknown;
  };
  return new Proxy(cloningContext(context), { get: note });
}

beforeEach(async () => {
  clock = new FakeClock("2026-01-15T05:59:00Z");
  log = new LogSpy();
  hub = await TestHub.start({ clock, log, config, prepare: install, wrapContext: watched });
});

afterEach(() => hub.remove());

async function state(id: string): Promise<unknown> {
  const { body } = await hub.call<{ states: { value: unknown }[] }>("GET", `/states?entity_id=${id}`);
  return body.states[0]?.value;
}

async function integration(domain: string) {
  const { body } = await hub.call<{ state: string; error: string | null; cost: { rows: number; events: number } }>(
    "GET",
    `/integrations/${domain}`,
  );
  return body;
}

describe("an integration in the data folder, with a pipe's worth of cloning between it and the hub", () => {
  it("runs, and makes a device with entities and a history", async () => {
    const { state: life, error } = await integration("example");
    const from = new Date(clock.now() - 120_000).toISOString();
    const to = new Date(clock.now() + 1000).toISOString();
    const query = `/history?entity_id=pump-1.litres&from=${from}&to=${to}`;
    const { body } = await hub.call<{ series: { points: [number, number | null][] }[] }>("GET", query);
    const points = body.series[0]?.points.map(([, mean]) => mean).filter((mean) => mean !== null);
    expect([life, error, await state("pump-1.is_on"), await state("pump-1.valve_percent.in_2fout"), points]).toEqual([
      "running",
      null,
      false,
      50,
      [3, 0],
    ]);
  });

  it("serves its route, through which its service, its event, its state and its token work", async () => {
    const { status, body } = await hub.call("POST", "/example/pump", { litres: 5 });
    expect([status, body]).toEqual([
      200,
      { output: { litres: 5, caller: "example", causeId: expect.any(String) }, total: 5, tokenIsValid: true },
    ]);
  });

  it("reads history and devices, keeps values, asks another host, and adds fields to machines", async () => {
    await hub.call("GET", "/example/report");
    const { body } = await hub.call("GET", "/example/report");
    const { body: pump } = await hub.call("GET", "/machines/pump-1");
    expect([body, pump["pump_litres"]]).toEqual([
      {
        runs: 1,
        keys: ["runs"],
        points: expect.any(Number),
        status: 200,
        model: "P-100",
        block: { pumps: ["pump-1"] },
      },
      0,
    ]);
  });

  it("takes back what it said of a device", async () => {
    const { status } = await hub.call("POST", "/services/example/forget", { name: "pump-1" });
    const { body } = await hub.call("GET", "/machines/pump-1");
    expect([status, body["ip_address"] ?? null]).toEqual([200, null]);
  });

  it("hears and says something over MQTT, on the topics that its manifest permits", async () => {
    const login = { username: "admin", password: testKey };
    const client = await TestClient.connect(`mqtt://127.0.0.1:${brokerPort(log)}`, login);
    await client.subscribe("pumps/+/taken");
    await client.publish("pumps/pump-1/litres", "6");
    const { text } = await client.arrival(0);
    await client.end();
    expect([text, await state("pump-1.litres")]).toEqual(["6 from environment", 6]);
  });

  it("refuses wrong input in its own words", async () => {
    const { status, body } = await hub.call("POST", "/example/pump", { litres: 500 });
    expect([status, body]).toEqual([
      400,
      { detail: { code: "BAD_REQUEST", message: "That cannot be pumped: litres must be <= 100" } },
    ]);
  });

  it("follows a chain of causes from a request through event, state and service to the audit", async () => {
    await hub.call("POST", "/services/example/pump", { litres: 7 });
    await expect.poll(() => state("pump-1.litres")).toBe(8);
    const { body } = await hub.call<{ calls: Record<string, unknown>[] }>("GET", "/services/calls");
    const { body: log } = await hub.call<{ events: Record<string, unknown>[] }>("GET", "/events?type=example.pumped");
    const callBy = (name: string) => body.calls.find(({ caller }) => caller === name);
    const [first, second] = [callBy("environment"), callBy("example")];
    expect([first, second].map((call) => [call?.["service"], call?.["input"], call?.["error_code"]])).toEqual([
      ["example.pump", { litres: 7 }, null],
      ["example.pump", { litres: 8 }, null],
    ]);
    expect([first?.["cause_origin"], second?.["cause_id"], log.events.map((event) => event["cause_id"])]).toEqual([
      "call_service by environment",
      first?.["cause_id"],
      [first?.["cause_id"], first?.["cause_id"]],
    ]);
  });

  it("reports a problem that the user can hide", async () => {
    await hub.call("POST", "/services/example/pump", { litres: 95 });
    const ignored = await hub.call("POST", "/problems/example.dry/ignore", {});
    const { body } = await hub.call("GET", "/problems");
    expect([ignored.status, body["problems"]]).toEqual([
      204,
      [
        {
          id: "example.dry",
          integration: "example",
          severity: "warning",
          title: "pump-1 runs dry",
          advice: "Fill the well",
          machine_id: null,
          since: "2026-01-15T05:59:00.000Z",
          is_ignored: true,
        },
      ],
    ]);
  });

  it("tells people, on a channel of its own", async () => {
    await hub.call("POST", "/services/example/pump", { litres: 95 });
    const said = async () => {
      const { body } = await hub.call<{ events: { data: unknown }[] }>("GET", "/events?type=example.said");
      return body.events.map(({ data }) => data);
    };
    await expect.poll(said).toEqual([{ headline: expect.stringMatching(/pump-1 runs dry$/), link: null }]);
  });

  it("runs its cron task in the hub's time", async () => {
    await clock.advance(2 * 60_000);
    const { body } = await hub.call<{ events: { data: unknown }[] }>("GET", "/events?type=example.day_began");
    expect(body.events.map(({ data }) => data)).toEqual([{ pumps: ["pump-1"] }]);
  });

  it("is stopped and started again alone, and leaves nothing behind in between", async () => {
    const { status, body } = await hub.call("POST", "/integrations/example/reload");
    expect([status, body["state"], (await hub.call("POST", "/example/pump", { litres: 5 })).status]).toEqual([
      200,
      "running",
      200,
    ]);
    const { services } = (await hub.call<{ services: { domain: string }[] }>("GET", "/services")).body;
    expect(services.filter(({ domain }) => domain === "example")).toHaveLength(2);
  });

  it("keeps an account of what it costs", async () => {
    await hub.call("POST", "/example/pump", { litres: 5 });
    const { cost } = await integration("example");
    expect(cost).toMatchObject({ rows: expect.any(Number), events: 1, failures: 0 });
    expect(cost.rows).toBeGreaterThan(3);
  });

  it("uses every member of the context, so that all of them are known to pass only plain data", () => {
    const conditional = ["notReady", "authFailed", "constructor"];
    expect([...members].filter((name) => !used.has(name) && !conditional.includes(name))).toEqual([]);
  });
});

describe("the built-in agent integration", () => {
  it("passes only plain data through its context too", async () => {
    const time = new Date(clock.now()).toISOString();
    const heartbeat = sampleHeartbeat({ timestamp: time, sent_at: time });
    const { status } = await hub.call("POST", "/agents/heartbeat", heartbeat);
    expect([status, await state("mediaserver.cpu_percent"), (await integration("agent")).state]).toEqual([
      200,
      45.2,
      "running",
    ]);
  });
});
