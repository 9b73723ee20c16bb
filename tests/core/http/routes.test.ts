import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Handle } from "../../../core/http/routes.ts";
import type { RouteDefinition } from "../../../core/sdk/index.ts";
import { type RawRequest, rawRequest } from "../../support/raw-request.ts";
import { TestServer } from "../../support/test-server.ts";
import { cases, detail, note, noteHandlers, valid, withKey } from "./route-cases.ts";

let server: TestServer;

beforeEach(async () => {
  server = await TestServer.start();
});

afterEach(() => server.stop());

/** Sends it, and keeps of the answer what two ways of answering must have in common. */
async function ask(path: string, request: Omit<RawRequest, "port" | "path">) {
  const answer = await rawRequest({ port: server.port, method: "POST", path, ...request });
  const id = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
  return {
    status: answer.status,
    body: JSON.parse(JSON.stringify(answer.body).replace(id, "<id>")),
    retryAfter: answer.headers["retry-after"],
    type: answer.headers["content-type"],
    cacheControl: answer.headers["cache-control"],
    sniff: answer.headers["x-content-type-options"],
  };
}

describe("a route", () => {
  it.each(Object.entries(cases))("answers %s the same way whether it is hot or not", async (_, wanted) => {
    const handle = noteHandlers[wanted.handler ?? "echo"] as Handle;
    server.routes.add(note, handle, "test");
    server.routes.add({ ...note, path: "/hot-notes", hot: true }, handle, "test");

    const usual = await ask("/api/v1/notes", wanted.request);
    const hot = await ask("/api/v1/hot-notes", wanted.request);
    const hotWithQuery = await ask("/api/v1/hot-notes?a=1", wanted.request);

    const answer = {
      status: wanted.status,
      body: wanted.body,
      retryAfter: wanted.retryAfter,
      type: "application/json; charset=utf-8",
      cacheControl: "no-store",
      sniff: "nosniff",
    };
    expect([usual, hot, hotWithQuery]).toEqual([answer, answer, answer]);
  });

  it("logs a failure of the hub under the id that it answers, and nothing of it reaches the caller", async () => {
    server.routes.add(note, noteHandlers["breaks"] as Handle, "test");

    const { body } = await rawRequest({
      port: server.port,
      method: "POST",
      path: "/api/v1/notes",
      headers: withKey,
      body: valid,
    });

    const { request_id: id, ...rest } = (body as { detail: Record<string, string> }).detail;
    expect([JSON.stringify(rest).includes("/srv"), server.house.log.lines]).toEqual([
      false,
      [
        {
          level: "error",
          source: "http",
          message: "A request failed",
          details: { error: expect.any(TypeError), request_id: id },
        },
      ],
    ]);
  });

  it("is gone once it is undone, while others of its owner stay", async () => {
    const undo = server.routes.add({ ...note, hot: true }, () => ({}), "test");
    server.routes.add({ ...note, path: "/others", hot: true }, () => ({}), "test");
    undo();

    const statuses = await Promise.all(
      ["/notes", "/notes?a=1", "/others", "/others?a=1"].map((path) =>
        ask(`/api/v1${path}`, { headers: withKey, body: valid }),
      ),
    );

    expect(statuses.map(({ status }) => status)).toEqual([404, 404, 201, 201]);
  });

  it("reads parameters and queries as what their schemas ask for", async () => {
    const texts = {
      params: { type: "object", properties: { id: { type: "string", pattern: "^[a-z]+$" } } },
      query: {
        type: "object",
        properties: {
          limit: { type: "integer", minimum: 1, default: 10 },
          tag: { type: "array", items: { type: "string" } },
        },
      },
    };
    const definition: RouteDefinition = {
      ...note,
      method: "GET",
      path: "/notes/:id",
      scope: "open",
      request: texts,
      responses: { 200: { description: "x" } },
    };
    server.routes.add(definition, ({ params, query }) => ({ params, query }), "test");
    const get = async (path: string) => {
      const { status, body } = await rawRequest({ port: server.port, path: `/api/v1/notes${path}` });
      return [status, body];
    };

    expect([
      await get("/abc"),
      await get("/abc?limit=5&tag=a&tag=b&other=1"),
      await get("/abc?tag=a"),
      await get("/abc?limit=many"),
      await get("/abc?limit=5&limit=6"),
      await get("/ABC"),
      await get("/a%2Fb"),
    ]).toEqual([
      [200, { params: { id: "abc" }, query: { limit: 10 } }],
      [200, { params: { id: "abc" }, query: { limit: 5, tag: ["a", "b"], other: "1" } }],
      [200, { params: { id: "abc" }, query: { limit: 10, tag: ["a"] } }],
      [422, detail("VALIDATION_ERROR", "limit must be integer", { field: "limit" })],
      [422, detail("VALIDATION_ERROR", "limit must be integer", { field: "limit" })],
      [422, detail("VALIDATION_ERROR", 'id must match pattern "^[a-z]+$"', { field: "id" })],
      [422, detail("VALIDATION_ERROR", 'id must match pattern "^[a-z]+$"', { field: "id" })],
    ]);
  });

  it.each(["/api/v1/notes", "/api/v1/notes/", "/api/v1/notes?a=1"])(
    "that is hot is refused before its body is read when the hub has more to do than it can, at %s too",
    async (path) => {
      const [begun, done] = [Promise.withResolvers<void>(), Promise.withResolvers<object>()];
      const bodies = { ...note.request, maxBodyBytes: 64 * 1024 * 1024 };
      const handle = () => {
        begun.resolve();
        return done.promise;
      };
      server.routes.add({ ...note, request: bodies, hot: true }, handle, "test");
      // Without a length it counts for as much as there may be.
      const send = () => ask(path, { headers: withKey, body: [valid] });

      const first = send();
      await begun.promise;
      const { status, body, retryAfter } = await send();
      done.resolve({});

      expect([status, body, retryAfter, (await first).status, (await send()).status]).toEqual([
        503,
        detail("UNAVAILABLE", "The hub has more to do than it can; send it again later"),
        "5",
        201,
        201,
      ]);
    },
  );

  it("refuses at once a definition without a success, and one with a wrong schema", () => {
    const withoutSuccess = { ...note, responses: { 404: { description: "x" } } };
    const withWrongSchema = { ...note, request: { body: { type: "object", porperties: {} } } };

    expect(() => server.routes.add(withoutSuccess, () => ({}), "test")).toThrow(
      "create_note declares no successful response",
    );
    expect(() => server.routes.add(withWrongSchema, () => ({}), "test")).toThrow('unknown keyword: "porperties"');
  });

  it("tells its handler who is asking, behind a trusted proxy too", async () => {
    await server.stop();
    server = await TestServer.start({ trustedProxies: ["127.0.0.1"] });
    const definition: RouteDefinition = { ...note, hot: true };
    server.routes.add(definition, ({ caller }) => caller, "test");
    const forwarded = { ...withKey, "X-Forwarded-For": "10.9.9.9, 203.0.113.7" };

    const callers = await Promise.all(
      ["/notes", "/notes?a=1"].map((path) => ask(`/api/v1${path}`, { headers: forwarded, body: valid })),
    );

    const caller = { name: "operator", scope: "operator", address: "203.0.113.7" };
    expect(callers.map(({ body }) => body)).toEqual([caller, caller]);
  });

  it("believes no proxy that is not trusted, nor nonsense from one that is", async () => {
    server.routes.add(note, ({ caller }) => caller.address, "test");
    const untrusted = await ask("/api/v1/notes", {
      headers: { ...withKey, "X-Forwarded-For": "203.0.113.7" },
      body: valid,
    });
    await server.stop();
    server = await TestServer.start({ trustedProxies: ["127.0.0.0/8"] });
    server.routes.add(note, ({ caller }) => caller.address, "test");
    const mapped = await ask("/api/v1/notes", {
      headers: { ...withKey, "X-Forwarded-For": "::ffff:203.0.113.7" },
      body: valid,
    });

    expect([untrusted.body, mapped.body]).toEqual(["127.0.0.1", "203.0.113.7"]);
  });
});
