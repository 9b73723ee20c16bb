import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { IdentityEndpoint } from "../../agent/identity-endpoint.ts";
import { LogSpy } from "./log-spy.ts";
import { sampleGuid } from "./sample-heartbeat.ts";

describe("IdentityEndpoint", () => {
  const identity = { guid: sampleGuid, server_id: "nas", version: "1.2.3" };
  const log = new LogSpy();
  const endpoint = new IdentityEndpoint(identity, log);

  afterEach(() => endpoint.stop());

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
