import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SystemClock } from "../../../core/clock/system-clock.ts";
import { PlatformError } from "../../../core/errors.ts";
import { brokeredFetch, permitsHost } from "../../../core/integrations/fetch.ts";
import { retryAfterSeconds } from "../../../core/integrations/retry-after.ts";
import type { FetchRequest } from "../../../core/sdk/index.ts";
import { FakeClock } from "../../support/fake-clock.ts";

let server: Server;
let url: string;

beforeEach(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      if (request.url === "/hang") return;
      if (request.url === "/loop") return response.writeHead(302, { location: "/loop" }).end();
      if (request.url === "/away") return response.writeHead(302, { location: "http://elsewhere.test/" }).end();
      if (request.url === "/big") return response.end("x".repeat(11 * 1024 * 1024));
      response.setHeader("X-Method", request.method ?? "");
      response.writeHead(201).end(`${request.headers["content-type"]} ${Buffer.concat(chunks)}`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const permissions = ["net:127.0.0.1"];

function ask(path: string, request: FetchRequest = {}, clock = new SystemClock() as SystemClock | FakeClock) {
  const checkHost = (host: string) => {
    if (!permitsHost(permissions, host)) throw new PlatformError("FORBIDDEN", `not ${host}`);
  };
  return brokeredFetch(`${url}${path}`, request, { clock, signal: new AbortController().signal, checkHost });
}

const refusal = (asked: Promise<unknown>) =>
  asked.then(
    () => "answered",
    (error: PlatformError) => error.code,
  );

describe("a fetch of an integration", () => {
  it("sends JSON and answers status, headers and text", async () => {
    const { status, headers, body } = await ask("/", { method: "POST", body: { a: 1 } });

    expect([status, headers["x-method"], body]).toEqual([201, "POST", 'application/json {"a":1}']);
  });

  it("does not follow a redirect to a host that is not permitted, nor one in a circle", async () => {
    expect([await refusal(ask("/away")), await refusal(ask("/loop"))]).toEqual(["FORBIDDEN", "UPSTREAM_ERROR"]);
  });

  it("refuses an answer that is too long", async () => {
    expect(await refusal(ask("/big"))).toBe("UPSTREAM_ERROR");
  });

  it("ends when the host does not answer in time", async () => {
    const clock = new FakeClock();
    const ending = refusal(ask("/hang", { timeoutSeconds: 5 }, clock));
    await clock.advance(5001);

    expect(await ending).toBe("TIMEOUT");
  });

  it("says when nobody listens", async () => {
    server.close();
    server.closeAllConnections();

    expect(await refusal(ask("/"))).toBe("UPSTREAM_ERROR");
  });
});

describe("the error of a fetch", () => {
  const secret = "canary-4711";
  const explain = (asked: Promise<unknown>) => asked.then(String, (error: PlatformError) => error.message);

  it("shows no more of an address than its host", async () => {
    server.close();
    server.closeAllConnections();
    const limits = { clock: new SystemClock(), signal: new AbortController().signal, checkHost: () => {} };
    const { host } = new URL(url);
    const says = [
      await explain(ask(`/${secret}`)),
      await explain(brokeredFetch(`http://user:${secret}@${host}/`, {}, limits)),
      await explain(brokeredFetch(`no address ${secret}`, {}, limits)),
      await explain(brokeredFetch(url, { headers: { "X-Token": `${secret}\u0000` } }, limits)),
    ];

    expect(says).toEqual([
      expect.stringContaining(`${host} cannot be reached`),
      `${host} cannot be asked in this way`,
      "An address that is none cannot be asked in this way",
      `${host} cannot be asked in this way`,
    ]);
    expect(says.join()).not.toContain(secret);
  });
});

describe("the header Retry-After", () => {
  const now = Date.parse("2026-01-15T12:00:00Z");

  it.each([
    ["30", 30],
    ["Thu, 15 Jan 2026 12:01:30 GMT", 90],
    ["Thu, 15 Jan 2026 11:00:00 GMT", 0],
    ["soon", null],
    [undefined, null],
  ])("%s asks to wait %s s", (header, seconds) => {
    expect(retryAfterSeconds(header, now)).toBe(seconds);
  });
});

describe("the permission of a host that the user configured", () => {
  const permissions = ["net:{config.url}", "net:{config.targets.url}"];
  const config = { url: "https://chat.lan:8065/hooks/abc", targets: [{ url: "http://[fd00::1]/x" }, { name: "none" }] };

  it.each([
    ["chat.lan", true],
    ["[fd00::1]", true],
    ["elsewhere.lan", false],
    ["", false],
  ])("covers %s: %s", (host, isPermitted) => {
    expect(permitsHost(permissions, host, config)).toBe(isPermitted);
  });
});

describe("the permission of a host", () => {
  it.each([
    [["net:api.example.net"], "api.example.net", true],
    [["net:api.example.net"], "example.net", false],
    [["net:*.example.net"], "api.example.net", true],
    [["net:*.example.net"], "example.net", false],
    [["net:*.example.net"], "badexample.net", false],
    [["ssh", "call:a.b"], "api.example.net", false],
  ])("%j for %s is %s", (granted, host, isPermitted) => {
    expect(permitsHost(granted, host)).toBe(isPermitted);
  });
});
