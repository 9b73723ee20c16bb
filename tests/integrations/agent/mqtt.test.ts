import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Heartbeat } from "../../../agent/protocol.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { LogSpy } from "../../support/log-spy.ts";
import { hasMosquitto } from "../../support/mosquitto.ts";
import { brokerPort, TestClient } from "../../support/mqtt-client.ts";
import { sampleHeartbeat } from "../../support/sample-heartbeat.ts";
import { TestHub, testKey } from "../../support/test-hub.ts";

const guid = "a1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d";
const topic = (name: string) => `homelab/agents/${guid}/${name}`;
const config = `
mqtt: { broker: embedded, embedded: { listen: "127.0.0.1:0" } }
integrations: { agent: { local: false } }
`;

let hub: TestHub;
let clock: FakeClock;
let log: LogSpy;
let clients: TestClient[];

beforeEach(async () => {
  clock = new FakeClock("2026-01-15T12:00:00Z");
  log = new LogSpy();
  clients = [];
  hub = await TestHub.start({ clock, log, config });
});

afterEach(async () => {
  for (const { client } of clients) client.end(true);
  await hub.remove();
});

/** An agent that has subscribed to its answers; the admin's key stands for its token. */
async function connect(): Promise<TestClient> {
  const client = await TestClient.connect(`mqtt://127.0.0.1:${brokerPort(log)}`, { username: guid, password: testKey });
  clients.push(client);
  await client.subscribe(topic("ack"));
  return client;
}

function now(changes: Partial<Heartbeat> = {}): Heartbeat {
  const time = new Date(clock.now()).toISOString();
  return sampleHeartbeat({ timestamp: time, sent_at: time, ...changes });
}

async function answerTo(agent: TestClient, payload: unknown): Promise<unknown> {
  const text = typeof payload === "string" ? payload : JSON.stringify(payload);
  const number = agent.arrivals.length;
  await agent.publish(topic("heartbeat"), text);
  return JSON.parse((await agent.arrival(number)).text);
}

async function samples(): Promise<(number | null)[]> {
  const from = new Date(clock.now() - 600_000).toISOString();
  const to = new Date(clock.now() + 1000).toISOString();
  const query = `/history?entity_id=mediaserver.cpu_percent&from=${from}&to=${to}&resolution=raw`;
  const { body } = await hub.call<{ series: { readings: [number, number | null][] }[] }>("GET", query);
  return (body.series[0]?.readings ?? []).map(([, value]) => value);
}

describe("a heartbeat over MQTT", () => {
  it("is answered with what HTTP answers, and which heartbeat that is for", async () => {
    const agent = await connect();
    const first = await answerTo(agent, now({ sequence: 7 }));
    clock.step(60_000);
    const overHttp = await hub.call("POST", "/agents/heartbeat", now({ sequence: 8 }));

    expect([first, await samples()]).toEqual([
      { ...overHttp.body, server_registered: true, server_time: "2026-01-15T12:00:00.000Z", sequence: 7 },
      [45.2, 45.2],
    ]);
  });

  it("is stored once when it comes both ways", async () => {
    const agent = await connect();
    await hub.call("POST", "/agents/heartbeat", now());
    await answerTo(agent, now());
    await answerTo(agent, now());

    expect(await samples()).toEqual([45.2]);
  });

  it("may be a batch, whose bad ones are named in their place", async () => {
    const agent = await connect();
    const bad = now({ sequence: 2, metrics: { cpu_percent: 250 } });
    const answer = await answerTo(agent, [now({ sequence: 1 }), bad, { sequence: 3 }]);

    expect(answer).toMatchObject([
      { status: "ok", received: true, sequence: 1, server_id: "mediaserver" },
      { status: "error", received: false, sequence: 2, detail: { code: "VALIDATION_ERROR" } },
      { status: "error", received: false, sequence: 3, detail: { message: "server_id is missing" } },
    ]);
  });

  it.each([
    ["no JSON", "{", { code: "VALIDATION_ERROR", message: "the payload is not JSON" }],
    ["no heartbeat", "7", { code: "VALIDATION_ERROR" }],
    ["an empty batch", "[]", { code: "VALIDATION_ERROR" }],
    [
      "one of another agent",
      JSON.stringify(sampleHeartbeat({ server_guid: "ffffffff-e5f6-4a7b-8c9d-0e1f2a3b4c5d" })),
      { code: "FORBIDDEN" },
    ],
  ])("is refused on the same topic: %s", async (_, payload, detail) => {
    const agent = await connect();
    const { body } = await hub.call<{ machines: unknown[] }>("GET", "/machines");

    expect([await answerTo(agent, payload), body.machines]).toMatchObject([{ detail }, []]);
  });

  it("without a server_guid belongs to the topic's agent", async () => {
    const agent = await connect();
    const { server_guid: _, ...rest } = now();
    await answerTo(agent, rest);
    const { body } = await hub.call("GET", "/machines/mediaserver");

    expect(body["guid"]).toBe(guid);
  });

  it("makes a machine online, and its last will does not make it offline", async () => {
    const agent = await connect();
    await answerTo(agent, now());
    await agent.publish(topic("status"), "offline", { retain: true });
    const { body } = await hub.call("GET", "/machines/mediaserver");

    expect(body["status"]).toBe("online");
  });
});

describe.runIf(hasMosquitto())("mosquitto's own clients", () => {
  const run = promisify(execFile);
  const login = () => ["-h", "127.0.0.1", "-p", String(brokerPort(log)), "-V", "mqttv311", "-u", guid, "-P", testKey];

  it("report and hear the answer", async () => {
    const listening = run("stdbuf", [
      "-oL",
      "mosquitto_sub",
      ...login(),
      "-t",
      topic("ack"),
      "-C",
      "1",
      "-q",
      "1",
      "-d",
    ]);
    let output = "";
    await new Promise<void>((resolve) => {
      listening.child.stdout?.on("data", (chunk) => {
        output += chunk;
        if (output.includes("SUBACK")) resolve();
      });
    });
    await run("mosquitto_pub", [
      ...login(),
      "-t",
      topic("heartbeat"),
      "-q",
      "1",
      "-m",
      JSON.stringify(now({ sequence: 9 })),
    ]);
    const { stdout } = await listening;
    const answer = stdout.split("\n").find((line) => line.startsWith("{"));

    expect(JSON.parse(answer ?? "{}")).toMatchObject({ status: "ok", received: true, sequence: 9 });
  });

  it("are refused with a wrong password", async () => {
    const wrong = [...login().slice(0, -1), "hla_wrong"];
    const refused = run("mosquitto_pub", [...wrong, "-t", topic("heartbeat"), "-q", "1", "-m", "{}"]);

    await expect(refused).rejects.toMatchObject({
      stderr: expect.stringContaining("Connection error: Connection Refused"),
    });
  });
});
