import { describe, expect, it } from "vitest";
import type { MqttPublishOptions } from "../../../../core/sdk/index.ts";
import type { Broker, Deliver } from "../../../../core/transport/mqtt/broker.ts";
import { Mqtt } from "../../../../core/transport/mqtt/mqtt.ts";

/** A broker that writes down what it is asked. */
class FakeBroker implements Broker {
  readonly calls: unknown[] = [];
  readonly state = { isConnected: true, since: 0, clients: null };
  deliver: Deliver = async () => false;

  async start(): Promise<void> {
    this.calls.push("start");
  }

  async stop(): Promise<void> {
    this.calls.push("stop");
  }

  subscribe(filter: string): void {
    this.calls.push(["subscribe", filter]);
  }

  unsubscribe(filter: string): void {
    this.calls.push(["unsubscribe", filter]);
  }

  async publish(topic: string, payload: Buffer, options: Required<MqttPublishOptions>): Promise<void> {
    this.calls.push([topic, payload.toString("utf8"), options]);
  }
}

function open(broker: "off" | "external" = "external") {
  const fake = new FakeBroker();
  const openBroker = async (deliver: Deliver) => {
    fake.deliver = deliver;
    return fake;
  };
  return { fake, mqtt: new Mqtt({ settings: { broker, prefix: "homelab" }, openBroker }) };
}

const message = (topic: string) => ({ topic, payload: new Uint8Array(), retained: false, sender: null });
const refusal = (error: { code?: string }) => error.code;

describe("Mqtt", () => {
  it("asks the broker for what was subscribed to before it started, and gives up what nobody hears any more", async () => {
    const { fake, mqtt } = open();
    const undoFirst = mqtt.subscribe("a/#", () => {});
    await mqtt.start();
    const undoSecond = mqtt.subscribe("a/#", () => {});
    undoFirst();
    undoSecond();
    undoSecond();

    expect(fake.calls).toEqual([["subscribe", "a/#"], "start", ["subscribe", "a/#"], ["unsubscribe", "a/#"]]);
  });

  it("leaves the subscriptions with the broker when the hub stops, so that it keeps what comes meanwhile", async () => {
    const { fake, mqtt } = open();
    const undo = mqtt.subscribe("a", () => {});
    await mqtt.start();
    await mqtt.stop();
    undo();

    expect(fake.calls).toEqual([["subscribe", "a"], "start", "stop"]);
  });

  it("hands a message to all who hear it, and says whether anybody does", async () => {
    const { fake, mqtt } = open();
    const heard: string[] = [];
    mqtt.subscribe("a/+", () => void heard.push("one"));
    mqtt.subscribe("a/b", async () => void heard.push("two"));
    await mqtt.start();

    expect([await fake.deliver(message("a/b")), heard, await fake.deliver(message("c"))]).toEqual([
      true,
      ["one", "two"],
      false,
    ]);
  });

  it("passes on that a message could not be taken", async () => {
    const { fake, mqtt } = open();
    mqtt.subscribe("a", () => {
      throw new Error("full");
    });
    await mqtt.start();

    await expect(fake.deliver(message("a"))).rejects.toThrow("full");
  });

  it("publishes text and bytes", async () => {
    const { fake, mqtt } = open();
    await mqtt.start();
    await mqtt.publish("a", "text");
    await mqtt.publish("a", Uint8Array.of(0x61), { qos: 1, retain: true });

    expect(fake.calls.slice(1)).toEqual([
      ["a", "text", { qos: 0, retain: false }],
      ["a", "a", { qos: 1, retain: true }],
    ]);
  });

  it("loads no broker when it is off, and says so to who publishes", async () => {
    const { fake, mqtt } = open("off");
    mqtt.subscribe("a", () => {});
    await mqtt.start();
    const outcome = await mqtt.publish("a", "1").catch((error: Error) => error.message);
    await mqtt.stop();

    expect([mqtt.isOn, mqtt.state.broker, fake.calls, outcome]).toEqual([
      false,
      "off",
      [],
      "There is no MQTT broker: set mqtt.broker in config.yaml",
    ]);
  });

  it("refuses what is no filter, no topic, or too large", async () => {
    const { mqtt } = open();
    await mqtt.start();
    const outcomes = [
      await mqtt.publish("a/+", "1").catch(refusal),
      await mqtt.publish("a", "x".repeat(1024 * 1024 + 1)).catch(refusal),
    ];

    expect(outcomes).toEqual(["BAD_REQUEST", "PAYLOAD_TOO_LARGE"]);
    expect(() => mqtt.subscribe("a/#/b", () => {})).toThrow("is not an MQTT topic filter");
  });
});
