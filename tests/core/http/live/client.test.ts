import http, { type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LiveClient } from "../../../../core/http/live/client.ts";

let server: http.Server;
/** The hub's end, and the page's. */
let response: ServerResponse;
let page: IncomingMessage;
let errors: unknown[];
let isAllowed: boolean;
let client: LiveClient;

beforeEach(async () => {
  const { promise: asked, resolve: answer } = Promise.withResolvers<ServerResponse>();
  server = http.createServer((_, opened) => {
    opened.flushHeaders();
    answer(opened);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  page = await new Promise((resolve) => http.get({ host: "127.0.0.1", port, agent: false }, resolve));
  page.on("error", () => {});
  response = await asked;
  errors = [];
  response.on("error", (error) => errors.push(error));
  isAllowed = true;
  const authorize = () => {
    if (!isAllowed) throw new Error("logged out");
  };
  client = new LiveClient(response, () => true, authorize);
});

afterEach(async () => {
  page.destroy();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** Lets what was written reach the kernel, and errors come up. */
async function settle(): Promise<void> {
  for (let round = 0; round < 10; round++) await new Promise((resolve) => setImmediate(resolve));
}

/** Writes, to a page that does not read, until the kernel takes no more. */
async function fillUp(): Promise<void> {
  while (response.writableLength === 0) {
    client.send("changes", undefined, "x".repeat(200_000));
    await settle();
  }
}

async function text(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of page) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

describe("a page at the live stream", () => {
  it("gets events in the form of the standard, with and without an id", async () => {
    client.send("snapshot", "abc-1", '{"a":1}');
    client.ping('{"time":"now"}');
    client.end();

    expect(await text()).toBe('event: snapshot\nid: abc-1\ndata: {"a":1}\n\nevent: ping\ndata: {"time":"now"}\n\n');
  });

  it("gets no more pings, and its stream ends, when its session has ended", async () => {
    isAllowed = false;
    client.ping("{}");

    expect(await text()).toBe("");
  });

  it("is written to no more once its stream ended, though it has not read to the end", async () => {
    await fillUp();
    client.end();
    client.send("changes", undefined, "after the end");
    await settle();
    const read = await text();

    expect([errors, read.includes("after the end"), read.endsWith("x\n\n")]).toEqual([[], false, true]);
  });

  it("is dropped when more than a mebibyte waits for it, and no sooner", async () => {
    await fillUp();
    while (response.writableLength <= 1024 * 1024) client.send("changes", undefined, "x".repeat(100_000));
    const before = response.destroyed;
    client.send("changes", undefined, "one more");
    client.send("changes", undefined, "and one");
    await settle();

    expect([before, response.destroyed, errors]).toEqual([false, true, []]);
  });
});
