import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FakeClock } from "../../../support/fake-clock.ts";
import { LogSpy } from "../../../support/log-spy.ts";
import { brokerPort, TestClient } from "../../../support/mqtt-client.ts";
import { sampleHeartbeat } from "../../../support/sample-heartbeat.ts";
import { type TestHub, testKey } from "../../../support/test-hub.ts";
import { startShippingHub, writeAgentFile } from "./shipping-hub.ts";

const guid = "a1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d";
const topic = (name: string) => `homelab/agents/${guid}/${name}`;
const config = `
mqtt: { broker: embedded, embedded: { listen: "127.0.0.1:0" } }
integrations: { agent: { local: false } }
`;

let hub: TestHub;
let clock: FakeClock;
let client: TestClient;
let agent: Awaited<ReturnType<typeof writeAgentFile>>;

beforeEach(async () => {
  clock = new FakeClock("2026-01-15T12:00:00Z");
  const log = new LogSpy();
  agent = await writeAgentFile("// the agent\n");
  hub = await startShippingHub(() => ({ version: "0.2.0", agentBundle: agent.file }), { clock, log, config });
  client = await TestClient.connect(`mqtt://127.0.0.1:${brokerPort(log)}`, { username: guid, password: testKey });
  await client.subscribe(topic("ack"));
});

afterEach(async () => {
  client.client.end(true);
  await hub.remove();
  await agent.remove();
});

/** What the answer to the heartbeat of that number, counted from 0, offers over MQTT. */
async function report(sequence: number): Promise<unknown> {
  const now = new Date(clock.now()).toISOString();
  const heartbeat = sampleHeartbeat({ timestamp: now, sent_at: now, sequence, agent_updates_enabled: true });
  await client.publish(topic("heartbeat"), JSON.stringify(heartbeat));
  const { text } = await client.arrival(sequence);
  return JSON.parse(text)["agent_update"];
}

describe("an agent that reports over MQTT", () => {
  it("is offered an update with its answer, and listed as such", async () => {
    const before = await report(0);
    await hub.call("POST", "/agents/updates", { server_ids: ["mediaserver"] });
    await clock.advance(1000);
    const offer = await report(1);
    const { body } = await hub.call<{ agents: readonly { transport: string }[] }>("GET", "/agents");

    expect([before, offer, body.agents.map(({ transport }) => transport)]).toEqual([
      null,
      expect.objectContaining({ version: "0.2.0", path: "/agent/homelab-agent.mjs" }),
      ["mqtt"],
    ]);
  });
});
