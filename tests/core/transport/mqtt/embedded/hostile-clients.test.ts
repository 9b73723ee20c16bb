import type { Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { largestPacket } from "../../../../../core/transport/mqtt/embedded/packet-sizes.ts";
import { ownGuid, TestBroker } from "./test-broker.ts";

const otherGuid = "ffffffff-e5f6-4a7b-8c9d-0e1f2a3b4c5d";
const own = (name: string) => `homelab/agents/${ownGuid}/${name}`;

let test: TestBroker;

beforeEach(async () => {
  test = await TestBroker.start();
  test.on("homelab/agents/+/heartbeat", () => {});
});

afterEach(() => test.stop());

/** Whether a well-behaved agent is served. */
async function isWell(): Promise<boolean> {
  const agent = await test.connect();
  await agent.publish(own("heartbeat"), "{}");
  await agent.end();
  return true;
}

const refusal = (reason: string) => `Connection refused: ${reason}`;

describe("logging in", () => {
  it.each([
    ["a wrong password", { password: "hla_wrong" }, refusal("Bad username or password")],
    ["no password", { username: ownGuid, password: undefined }, refusal("Bad username or password")],
    ["another agent's GUID", { username: otherGuid }, refusal("Not authorized")],
    ["an agent token without a GUID", { username: "nas" }, refusal("Not authorized")],
    ["a client id that is too long", { clientId: "x".repeat(129) }, refusal("Identifier rejected")],
    [
      "a last will in another's name",
      { will: { topic: `homelab/agents/${otherGuid}/status`, payload: Buffer.from("offline"), qos: 1, retain: true } },
      refusal("Not authorized"),
    ],
  ] as const)("fails with %s", async (_, options, reason) => {
    await expect(test.connect(options as Parameters<TestBroker["connect"]>[0])).rejects.toThrow(reason);
  });

  it("has an address wait that guesses, but not the agents behind the same address", async () => {
    const guess = () => test.connect({ username: "admin", password: "guess" }).catch((error: Error) => error.message);
    const answers: unknown[] = [];
    for (let count = 0; count < 11; count++) answers.push(await guess());
    const admin = await test.connectAs("admin").catch((error: Error) => error.message);

    expect([answers.slice(8), admin, await isWell()]).toEqual([
      [refusal("Bad username or password"), refusal("Server unavailable"), refusal("Server unavailable")],
      refusal("Server unavailable"),
      true,
    ]);
  });

  it("does not take over a connection of somebody else's by its client id", async () => {
    const agent = await test.connect({ clientId: "nas" });
    const thief = await test.connectAs("viewer", { clientId: "nas" }).catch((error: Error) => error.message);

    expect([thief, await agent.subscribe(own("ack"))]).toEqual([refusal("Identifier rejected"), 1]);
  });
});

describe("a client that has logged in", () => {
  it.each([
    ["as another agent", `homelab/agents/${otherGuid}/heartbeat`],
    ["what only the hub says", own("ack")],
    ["elsewhere", "house/door"],
    ["as the broker", "$SYS/broker/load"],
  ])("ends by publishing %s", async (_, topic) => {
    const agent = await test.connect();

    await expect(agent.publish(topic, "{}")).rejects.toThrow("the connection was closed");
  });

  it("is refused what it may not read", async () => {
    const agent = await test.connect();
    const filters = ["#", "homelab/#", "homelab/agents/+/ack", `homelab/agents/${otherGuid}/ack`, own("ack")];
    const granted: number[] = [];
    for (const filter of filters) granted.push(await agent.subscribe(filter));

    expect(granted).toEqual([128, 128, 128, 128, 1]);
  });

  it("is out at its next message when its key was removed, and hears nothing more", async () => {
    const agent = await test.connect();
    await agent.subscribe(own("ack"));
    await test.house.rooms.keys.issue("nas", ownGuid);
    await test.broker.publish(own("ack"), Buffer.from("secret"), { qos: 0, retain: false });
    const outcome = await agent.publish(own("heartbeat"), "{}").catch((error: Error) => error.message);

    expect([outcome, agent.arrivals]).toEqual(["the connection was closed", []]);
  });

  it("is dropped when it does not read", async () => {
    const viewer = await test.connectAs("viewer");
    await viewer.subscribe("#", 0);
    viewer.client.stream.pause();
    let isGone = false;
    void viewer.closed.then(() => {
      isGone = true;
    });
    const payload = Buffer.alloc(1_000_000);
    // What the system buffers on the way has an end.
    for (let count = 0; count < 100 && test.broker.state.clients === 1; count++) {
      void test.broker.publish("house/noise", payload, { qos: 0, retain: false });
      await new Promise((resolve) => setImmediate(resolve));
    }
    viewer.client.stream.resume();
    await viewer.closed;

    expect([isGone, test.broker.state.clients]).toEqual([true, 0]);
  });
});

describe("bytes that are no good", () => {
  const connect = (name: string) =>
    Buffer.from([
      0x10,
      name.length + 12,
      0,
      4,
      ...Buffer.from("MQTT"),
      4,
      2,
      0,
      60,
      0,
      name.length,
      ...Buffer.from(name),
    ]);
  /** Sends bytes and waits for the end of the connection. */
  async function send(...pieces: readonly Buffer[]): Promise<void> {
    const socket = await test.open();
    socket.on("error", () => {});
    socket.resume();
    const closed = new Promise((resolve) => socket.once("close", resolve));
    for (const piece of pieces) socket.write(piece);
    await closed;
  }

  it.each([
    ["HTTP", Buffer.from("GET / HTTP/1.1\r\nHost: x\r\n\r\n")],
    ["zeros", Buffer.alloc(100)],
    ["a length without an end", Buffer.from([0x10, 0xff, 0xff, 0xff, 0xff, 0xff])],
    ["a packet before CONNECT", Buffer.from([0xc0, 0])],
    ["two CONNECT packets", Buffer.concat([connect("a"), connect("a")])],
    ["MQTT 5", Buffer.from([0x10, 14, 0, 4, ...Buffer.from("MQTT"), 5, 2, 0, 60, 0, 0, 1, 0x61])],
    ["a CONNECT of 20 KB", Buffer.concat([Buffer.from([0x10, 0xa0, 0x9c, 0x01]), Buffer.alloc(20_000)])],
  ])("end their connection and nothing else: %s", async (_, bytes) => {
    await send(bytes);

    expect(await isWell()).toBe(true);
  });

  it("end the connection of a client that sends a packet larger than 1 MiB", async () => {
    const agent = await test.connect();
    const outcome = await agent
      .publish(own("heartbeat"), Buffer.alloc(largestPacket))
      .catch((error: Error) => error.message);

    expect([outcome, await isWell()]).toEqual(["the connection was closed", true]);
  });

  it("leave room for others, when 1,500 connections say nothing", async () => {
    const sockets: Socket[] = [];
    for (let count = 0; count < 1500; count++) {
      const socket = await test.open();
      socket.on("error", () => {});
      sockets.push(socket.resume());
    }
    const well = await isWell();
    const dropped = sockets.filter(({ closed }) => closed).length;
    for (const socket of sockets) socket.destroy();

    // Those that had waited longest; the last one of them went when the agent came.
    expect([well, dropped >= 500]).toEqual([true, true]);
  });
});
