import { once } from "node:events";
import net from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MqttReporter } from "../../../agent/reporters/mqtt.ts";
import type { MqttMessage } from "../../../core/sdk/index.ts";
import { ownGuid, TestBroker } from "../../core/transport/mqtt/embedded/test-broker.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { sampleHeartbeat } from "../sample-heartbeat.ts";

const { signal } = new AbortController();
const heartbeat = (sequence: number) => ({ ...sampleHeartbeat(sequence), server_guid: ownGuid });
const topic = (name: string) => `homelab/agents/${ownGuid}/${name}`;

let broker: TestBroker;
let clock: FakeClock;
let reporters: MqttReporter[];

beforeEach(async () => {
  broker = await TestBroker.start();
  clock = new FakeClock();
  reporters = [];
});

afterEach(async () => {
  for (const reporter of reporters) reporter.close();
  await broker.stop();
});

function open(tokenOf: () => string = () => broker.agentToken, url = `mqtt://127.0.0.1:${broker.port}`): MqttReporter {
  const reporter = new MqttReporter({
    url,
    username: null,
    password: null,
    ca: null,
    prefix: "homelab",
    get token() {
      return tokenOf();
    },
    clock,
    random: () => 0.5,
  });
  reporters.push(reporter);
  return reporter;
}

const read = ({ payload }: MqttMessage) => JSON.parse(Buffer.from(payload).toString("utf8"));

/** Answers each heartbeat as the hub does. */
function answering(answer: (sequence: number) => object = () => ({})): void {
  broker.on(topic("heartbeat"), async (message) => {
    const { sequence, boot_id } = read(message);
    const ack = { received: true, server_id: "nas", sequence, boot_id, ...answer(sequence) };
    await broker.broker.publish(topic("ack"), Buffer.from(JSON.stringify(ack)), { qos: 0, retain: false });
  });
}

describe("MqttReporter", () => {
  it("sends one heartbeat after the other on one connection, and knows their answers", async () => {
    const states: number[] = [];
    answering(() => {
      states.push(broker.broker.state.clients ?? 0);
      return { config: { heartbeat_interval_seconds: 30 } };
    });
    const reporter = open();
    const outcomes = [await reporter.send([heartbeat(1)], signal), await reporter.send([heartbeat(2)], signal)];

    expect([outcomes.map(({ kind }) => kind), outcomes[1], states]).toMatchObject([
      ["accepted", "accepted"],
      { answer: { serverId: "nas", intervalSeconds: 30 } },
      [1, 1],
    ]);
  });

  it("stamps heartbeats with the moment of sending", async () => {
    let sentAt: unknown;
    broker.on(topic("heartbeat"), (message) => {
      sentAt = read(message).sent_at;
    });
    answering();
    await open().send([heartbeat(1)], signal);

    expect(sentAt).toBe("2026-01-15T12:00:00.000Z");
  });

  it("is there for others while it is connected, and not after a good-bye", async () => {
    answering();
    const heard: string[] = [];
    const gone = new Promise<void>((resolve) => {
      broker.on(topic("status"), (message) => {
        heard.push(Buffer.from(message.payload).toString("utf8"));
        if (heard.at(-1) === "offline") resolve();
      });
    });
    const reporter = open();
    await reporter.send([heartbeat(1)], signal);
    reporter.close();
    await gone;

    expect(heard).toEqual(["online", "offline"]);
  });

  it("waits for the answer to its own heartbeat", async () => {
    broker.on(topic("heartbeat"), async (message) => {
      const { sequence, boot_id } = read(message);
      const publish = (ack: object) =>
        broker.broker.publish(topic("ack"), Buffer.from(JSON.stringify(ack)), { qos: 0, retain: false });
      await publish({ received: true, server_id: "clone", sequence, boot_id: "another" });
      await publish({ received: true, server_id: "nas", sequence, boot_id });
    });

    expect(await open().send([heartbeat(1)], signal)).toMatchObject({ answer: { serverId: "nas" } });
  });

  it("gives up after a while without an answer, and comes back on a new connection", async () => {
    let isSilent = true;
    const arrived = new Promise<void>((resolve) => broker.on(topic("heartbeat"), () => resolve()));
    answering(() => (isSilent ? { sequence: 0 } : {}));
    const reporter = open();
    const sending = reporter.send([heartbeat(1)], signal);
    await arrived;
    await clock.advance(10_000);
    const first = await sending;
    isSilent = false;
    const second = await reporter.send([heartbeat(1)], signal);

    expect([first, second.kind]).toEqual([
      { kind: "unavailable", reason: "no answer within 10 s", retryAfterSeconds: null },
      "accepted",
    ]);
  });

  it("ends at once when it is to stop", async () => {
    const controller = new AbortController();
    broker.on(topic("heartbeat"), () => controller.abort());
    const outcome = await open().send([heartbeat(1)], controller.signal);

    expect(outcome.kind).toBe("unavailable");
  });

  it("tells a broker that does not let it in from one that is away", async () => {
    const away = net.createServer().listen(0, "127.0.0.1");
    await once(away, "listening");
    const { port } = away.address() as net.AddressInfo;
    await new Promise((resolve) => away.close(resolve));
    const stranger = await open(() => "hla_wrong").send([heartbeat(1)], signal);
    const nobody = await open(undefined, `mqtt://127.0.0.1:${port}`).send([heartbeat(1)], signal);

    expect([stranger.kind, nobody]).toEqual([
      "forbidden",
      { kind: "unavailable", reason: expect.stringContaining("ECONNREFUSED"), retryAfterSeconds: null },
    ]);
  });

  it("logs in again with the token that it got meanwhile", async () => {
    answering();
    let token = broker.agentToken;
    const reporter = open(() => token);
    const before = await reporter.send([heartbeat(1)], signal);
    token = await broker.house.rooms.keys.issue("nas", ownGuid);
    const after = await reporter.send([heartbeat(2)], signal);

    expect([before.kind, after.kind]).toEqual(["accepted", "accepted"]);
  });

  it("does not send what the broker would take for hostile", async () => {
    const reporter = open();
    const outcome = await reporter.send([{ ...heartbeat(1), hostname: "x".repeat(1_000_000) }], signal);

    expect(outcome).toEqual({ kind: "rejected", reason: "The heartbeats are too long for one message" });
  });
});
