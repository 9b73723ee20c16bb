import { createServer } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { afterEach, describe, expect, test, vi } from "vitest";
import { IdentityEndpoint } from "../../agent/identity-endpoint.ts";
import { rawRequest } from "../support/raw-request.ts";
import { LogSpy } from "./log-spy.ts";
import { sampleGuid } from "./sample-heartbeat.ts";

/** A program that has connected, and is told when the endpoint lets go. */
function open(port: number): Promise<Socket> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => resolve(socket));
    socket.on("error", () => {}).resume();
  });
}

describe("IdentityEndpoint", () => {
  const identity = { guid: sampleGuid, server_id: "nas", version: "1.2.3" };
  const log = new LogSpy();
  const endpoint = new IdentityEndpoint(identity, log);

  afterEach(() => {
    vi.useRealTimers();
    endpoint.stop();
  });

  test("tells who the agent is", async () => {
    const port = await endpoint.start("127.0.0.1", 0);
    const response = await fetch(`http://127.0.0.1:${port}/agent/identity`);
    expect([response.status, await response.json()]).toEqual([200, identity]);
  });

  test("tells nothing else", async () => {
    const port = await endpoint.start("127.0.0.1", 0);
    const response = await fetch(`http://127.0.0.1:${port}/`);
    expect([response.status, await response.json()]).toEqual([
      404,
      { detail: { code: "NOT_FOUND", message: "Only GET /agent/identity is here" } },
    ]);
  });

  test.each([
    ["a web page whose name was made to lead here", "127.0.0.1", "evil.example:9100", 403],
    ["a page that names itself like this host", "127.0.0.1", "localhost.evil.example", 403],
    ["a program that says localhost", "127.0.0.1", "LOCALHOST:9100", 200],
    ["a program that says no name", "127.0.0.1", "", 200],
    ["a program of the network, where the network may ask", "0.0.0.0", "nas.lan:9100", 200],
  ])("answers %s with what it may know", async (_, address, host, status) => {
    const port = await endpoint.start(address, 0);
    const answer = await rawRequest({ port: port ?? 0, path: "/agent/identity", headers: { Host: host } });

    expect(answer.status).toBe(status);
  });

  test("has a place for others when slow programs hold all of them for too long", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const port = (await endpoint.start("127.0.0.1", 0)) ?? 0;
    const slow = await Promise.all(Array.from({ length: 32 }, () => open(port)));
    const closed = Promise.all(slow.map((socket) => new Promise((resolve) => socket.once("close", resolve))));
    const dripping = setInterval(() => {
      for (const socket of slow) socket.write("G");
    }, 100);
    const full = await rawRequest({ port, path: "/agent/identity" }).catch(() => null);
    vi.advanceTimersByTime(5000);
    await closed;
    clearInterval(dripping);
    const { status } = await rawRequest({ port, path: "/agent/identity" });

    expect([full, status]).toEqual([null, 200]);
  });

  test("warns about a taken port and lets the agent run", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => other.once("listening", resolve));
    const { port } = other.address() as AddressInfo;

    const result = await endpoint.start("127.0.0.1", port);
    other.close();

    expect([result, log.lines]).toEqual([
      null,
      [`warn: No identity endpoint on 127.0.0.1:${port}; set identity.port or identity.enabled`],
    ]);
  });
});
