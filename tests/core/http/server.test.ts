import net from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PlatformError } from "../../../core/errors.ts";
import type { RouteDefinition } from "../../../core/sdk/index.ts";
import { rawRequest } from "../../support/raw-request.ts";
import { TestServer } from "../../support/test-server.ts";

let server: TestServer;

beforeEach(async () => {
  server = await TestServer.start();
});

afterEach(() => server.stop());

const list: RouteDefinition = {
  method: "GET",
  path: "/notes",
  operationId: "list_notes",
  summary: "x",
  tag: "x",
  scope: "open",
  responses: { 200: { description: "x" } },
};

const notes = { notes: Array.from({ length: 1000 }, (_, index) => `note ${index}`) };
const get = (path: string, headers: Record<string, string> = {}, method = "GET") =>
  rawRequest({ port: server.port, path: `/api/v1${path}`, headers, method });

/** Sends bytes as they are and returns what comes back until the end of the connection. */
function sendBytes(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(server.port, "127.0.0.1", () => socket.write(bytes));
    let answer = "";
    socket.on("data", (chunk) => {
      answer += chunk;
    });
    socket.once("error", reject);
    socket.once("close", () => resolve(answer));
  });
}

const bodyOf = (answer: string) => JSON.parse(answer.split("\r\n\r\n")[1] ?? "");

describe("a request", () => {
  it("is named in its answer, as its sender chose where that is a plain token", async () => {
    server.routes.add({ ...list, method: "POST", request: { body: {} }, hot: true }, () => ({}), "test");
    const named = async (id: string) => (await get("/notes", { "X-Request-Id": id }, "POST")).headers["x-request-id"];
    const made = expect.stringMatching(/^[0-9a-f-]{36}$/);

    expect([
      await named("trace-1:a.b"),
      await named("two words"),
      await named("x".repeat(129)),
      (await get("/nowhere")).headers["x-request-id"],
    ]).toEqual(["trace-1:a.b", made, made, made]);
  });

  it("with an address that is too long is refused in the shape of errors", async () => {
    const { status, body } = await get(`/notes?${"x".repeat(17_000)}`);

    expect([status, body]).toEqual([
      414,
      { detail: { code: "PAYLOAD_TOO_LARGE", message: expect.stringMatching(/longer than 16384 characters/) } },
    ]);
  });

  it.each([
    [
      "headers that are too large",
      `GET / HTTP/1.1\r\nHost: a\r\nX-Large: ${"x".repeat(40_000)}\r\n\r\n`,
      431,
      "PAYLOAD_TOO_LARGE",
    ],
    ["a first line that is none", "hello\r\n\r\n", 400, "BAD_REQUEST"],
    [
      "two lengths",
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx",
      400,
      "BAD_REQUEST",
    ],
  ])("with %s is refused in the shape of errors", async (_, bytes, status, code) => {
    const answer = await sendBytes(bytes);

    expect([Number(answer.split(" ")[1]), bodyOf(answer)]).toEqual([
      status,
      { detail: { code, message: expect.any(String) } },
    ]);
  });
});

describe("an answer", () => {
  it.each([
    ["br", "br"],
    ["gzip", "gzip"],
    ["identity", null],
  ])("is packed for who accepts %s, when that is worth it", async (accepted, encoding) => {
    server.routes.add(list, () => notes, "test");
    server.routes.add({ ...list, path: "/short" }, () => ({ short: true }), "test");
    const ask = async (path: string) => {
      const headers = { "Accept-Encoding": accepted };
      const response = await fetch(`http://127.0.0.1:${server.port}/api/v1${path}`, { headers });
      return [response.headers.get("content-encoding"), await response.json()];
    };

    expect([await ask("/notes"), await ask("/short")]).toEqual([
      [encoding, notes],
      [null, { short: true }],
    ]);
  });

  it("that nothing has changed about is not sent again", async () => {
    let version = 1;
    server.routes.add({ ...list, conditional: true }, () => ({ ...notes, version }), "test");
    const first = await get("/notes");
    const tag = first.headers.etag ?? "";
    const again = await get("/notes", { "If-None-Match": `"other", ${tag}` });
    version = 2;
    const changed = await get("/notes", { "If-None-Match": tag });

    expect([tag.startsWith('W/"'), first.headers["cache-control"], again.status, again.body, changed.status]).toEqual([
      true,
      "private, no-cache",
      304,
      "",
      200,
    ]);
  });
});

describe("the methods of a path", () => {
  it("are told by OPTIONS, and by the refusal of any other", async () => {
    server.routes.add({ ...list, path: "/machines/:id" }, () => ({}), "test");
    const options = await get("/machines/1", {}, "OPTIONS");
    const old = await get("/servers/1", {}, "OPTIONS");
    const refused = await get("/machines/1", {}, "DELETE");
    const unknown = await get("/nowhere", {}, "OPTIONS");

    expect([
      [options.status, options.headers.allow, options.body],
      old.headers.allow,
      [refused.status, refused.headers.allow, refused.body],
      unknown.status,
    ]).toEqual([
      [204, "GET, HEAD, OPTIONS", ""],
      "GET, HEAD, OPTIONS",
      [
        404,
        "GET, HEAD, OPTIONS",
        {
          detail: {
            code: "NOT_FOUND",
            message: "There is no DELETE /api/v1/machines/1; it answers GET, HEAD, OPTIONS",
          },
        },
      ],
      404,
    ]);
  });
});

describe("a route of an integration below /machines", () => {
  const ofMachine = { ...list, path: "/machines/:id/notes", operationId: "list_machine_notes" };
  const handle = ({ params }: { readonly params: Readonly<Record<string, string>> }) => {
    if (params["id"] !== "nas") throw new PlatformError("NOT_FOUND", "There is no such machine");
    return { notes: [params["id"]] };
  };

  it("is there at its old path too, with the same answers, which say that and name the new one", async () => {
    server.routes.add(ofMachine, handle, "an integration");
    const called = ["/machines/nas/notes", "/servers/nas/notes", "/machines/pi/notes", "/servers/pi/notes"];
    const [now, old, refused, oldRefused] = await Promise.all(called.map((path) => get(path)));
    const headersOf = (answer: typeof now) => [answer?.headers["deprecation"], answer?.headers["link"]];

    expect([now?.body, old?.body, headersOf(now), headersOf(old)]).toEqual([
      { notes: ["nas"] },
      { notes: ["nas"] },
      [undefined, undefined],
      ["@1767225600", '<../../machines/nas/notes>; rel="successor-version"'],
    ]);
    expect([refused?.status, oldRefused?.status, oldRefused?.body, headersOf(oldRefused)[0]]).toEqual([
      404,
      404,
      refused?.body,
      "@1767225600",
    ]);
  });

  it("is at neither path once it is taken away", async () => {
    const undo = server.routes.add(ofMachine, handle, "an integration");
    undo();

    expect((await get("/servers/nas/notes")).status).toBe(404);
  });

  it("is not to be added at the old path", () => {
    const add = () => server.routes.add({ ...list, path: "/servers/:id/notes" }, () => ({}), "an integration");

    expect(add).toThrow("/servers/:id/notes is an old path; add the route at the new one");
  });
});
