import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { MqttMessage } from "../../../../../core/sdk/index.ts";
import { ownGuid, TestBroker } from "./test-broker.ts";

let test: TestBroker;

beforeEach(async () => {
  test = await TestBroker.start();
});

afterEach(() => test.stop());

const own = (name: string) => `homelab/agents/${ownGuid}/${name}`;
const textOf = ({ payload }: MqttMessage) => Buffer.from(payload).toString("utf8");

describe("a message of QoS 1", () => {
  it("is acknowledged when the hub has stored it, and not before", async () => {
    const order: string[] = [];
    let store = () => {};
    const heard = new Promise<void>((resolve) => {
      test.on("homelab/agents/+/heartbeat", () => {
        resolve();
        return new Promise<void>((stored) => {
          store = stored;
        });
      });
    });
    const agent = await test.connect();
    const published = agent.publish(own("heartbeat"), "{}").then(() => order.push("acknowledged"));
    await heard;
    // An acknowledgement that came too early would be here by now.
    const other = await test.connectAs("viewer");
    await other.subscribe("some/topic");
    order.push("stored");
    store();
    await published;

    expect(order).toEqual(["stored", "acknowledged"]);
  });

  it("is not acknowledged when it cannot be stored: the connection ends, and the client comes again", async () => {
    test.on("homelab/agents/+/heartbeat", () => Promise.reject(new Error("the disk is full")));
    const agent = await test.connect();

    await expect(agent.publish(own("heartbeat"), "{}")).rejects.toThrow("the connection was closed");
  });

  it("is not acknowledged when nobody in the hub takes it", async () => {
    const agent = await test.connect();

    await expect(agent.publish(own("heartbeat"), "{}")).rejects.toThrow("the connection was closed");
  });

  it("tells who sent it", async () => {
    const messages: MqttMessage[] = [];
    test.on("homelab/agents/+/heartbeat", (message) => void messages.push(message));
    const agent = await test.connect({ username: ownGuid.toUpperCase() });
    await agent.publish(own("heartbeat"), "hello");

    expect(messages.map((message) => ({ ...message, payload: textOf(message) }))).toEqual([
      {
        topic: own("heartbeat"),
        payload: "hello",
        retained: false,
        sender: { scope: "agent", name: "nas", agentGuid: ownGuid, address: "127.0.0.1" },
      },
    ]);
  });
});

describe("what the hub publishes", () => {
  it("reaches the agent that it is for, and no other client without a right to it", async () => {
    const [agent, viewer] = [await test.connect(), await test.connectAs("viewer")];
    await agent.subscribe(own("ack"));
    await viewer.subscribe("#");
    await test.broker.publish(own("ack"), Buffer.from("1"), { qos: 0, retain: false });
    await test.broker.publish("house/door", Buffer.from("open"), { qos: 1, retain: false });

    expect([await agent.arrival(0), await viewer.arrival(0)]).toEqual([
      { topic: own("ack"), text: "1", retained: false },
      { topic: "house/door", text: "open", retained: false },
    ]);
  });

  it("reaches the hub's own listeners too", async () => {
    const heard: string[] = [];
    test.on("house/#", (message) => void heard.push(textOf(message)));
    await test.broker.publish("house/door", Buffer.from("open"), { qos: 0, retain: false });

    expect(heard).toEqual(["open"]);
  });
});

describe("a retained status", () => {
  it("is there for who subscribes later, in the hub and outside, and becomes the last will when the agent is lost", async () => {
    const will = { topic: own("status"), payload: Buffer.from("offline"), qos: 1, retain: true } as const;
    const agent = await test.connect({ will });
    await agent.publish(own("status"), "online", { retain: true });
    const heard: [string, boolean][] = [];
    const lost = new Promise<void>((resolve) => {
      test.on("homelab/agents/+/status", (message) => {
        heard.push([textOf(message), message.retained]);
        if (textOf(message) === "offline") resolve();
      });
    });
    const viewer = await test.connectAs("viewer");
    await viewer.subscribe("homelab/agents/+/status");
    const first = await viewer.arrival(0);
    await agent.end(true);
    await lost;

    expect([heard, first, await viewer.arrival(1)]).toEqual([
      [
        ["online", true],
        ["offline", false],
      ],
      { topic: own("status"), text: "online", retained: true },
      { topic: own("status"), text: "offline", retained: false },
    ]);
  });
});

describe("an address that is taken", () => {
  it("keeps the broker from starting, and the message says what to do", async () => {
    const taken = { listen: { host: "127.0.0.1", port: test.port } };

    await expect(TestBroker.start(taken)).rejects.toThrow(
      `MQTT cannot listen on 127.0.0.1:${test.port}: another program listens there.\nStop it, or choose another address in mqtt.embedded.listen.`,
    );
  });
});

describe("a client", () => {
  it("is counted while it is there", async () => {
    const agent = await test.connect();
    const during = test.broker.state;
    await agent.end();
    await agent.closed;
    // The broker has seen the end of the first when it answers another.
    const other = await test.connect();
    await other.subscribe(own("ack"));

    expect([during, test.broker.state]).toEqual([
      { isConnected: true, since: test.house.clock.now(), clients: 1 },
      { isConnected: true, since: test.house.clock.now(), clients: 1 },
    ]);
  });

  it("takes over from itself under the same id, as after a change of network", async () => {
    const first = await test.connect({ clientId: "nas" });
    const second = await test.connect({ clientId: "nas" });
    await first.closed;

    expect([await second.subscribe(own("ack")), test.broker.state.clients]).toEqual([1, 1]);
  });

  it("has nothing kept for it, whatever session it asks for", async () => {
    const options = { clientId: "nas", clean: false };
    const first = await test.connect(options);
    await first.subscribe(own("ack"));
    await first.end();
    await first.closed;
    await test.broker.publish(own("ack"), Buffer.from("missed"), { qos: 1, retain: false });
    const second = await test.connect(options);
    await second.subscribe(own("ack"));
    await test.broker.publish(own("ack"), Buffer.from("heard"), { qos: 1, retain: false });

    expect(await second.arrival(0)).toMatchObject({ text: "heard" });
  });
});
