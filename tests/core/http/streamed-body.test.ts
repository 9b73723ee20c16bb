import { once } from "node:events";
import http from "node:http";
import { setImmediate } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PlatformError } from "../../../core/errors.ts";
import { StreamedBody } from "../../../core/http/streamed-body.ts";
import type { RouteDefinition } from "../../../core/sdk/index.ts";
import { rawRequest } from "../../support/raw-request.ts";
import { TestServer } from "../../support/test-server.ts";

const definition: RouteDefinition = {
  method: "GET",
  path: "/export",
  operationId: "get_export",
  summary: "x",
  tag: "x",
  scope: "open",
  responses: { 200: { description: "x", contentType: "text/csv" } },
};

let server: TestServer;
/** What the one who makes the pieces went through. */
let course: string[];

beforeEach(async () => {
  server = await TestServer.start();
  course = [];
});

afterEach(() => server.stop());

/** Serves pieces, and writes down how it ended. */
function serve(make: () => AsyncGenerator<string | Uint8Array>): void {
  async function* watched() {
    try {
      yield* make();
      course.push("all made");
    } finally {
      course.push("ended");
    }
  }
  server.routes.add(definition, () => new StreamedBody("text/csv; charset=utf-8", watched()), "test");
}

const get = (headers = {}, method = "GET") =>
  rawRequest({ port: server.port, path: "/api/v1/export", headers, method });

const megabyte = "0123456789abcdef".repeat(65_536);

describe("a streamed body", () => {
  it("is sent piece by piece as what it says that it is", async () => {
    serve(async function* () {
      yield "at,value\n";
      yield "";
      yield Buffer.from("1,2\n");
    });

    const { status, headers, body } = await get();

    expect([
      status,
      headers["content-type"],
      headers["cache-control"],
      headers["x-content-type-options"],
      body,
    ]).toEqual([200, "text/csv; charset=utf-8", "no-store", "nosniff", "at,value\n1,2\n"]);
  });

  it("may be empty", async () => {
    serve(async function* () {});

    const { status, body } = await get();

    expect([status, body, course]).toEqual([200, "", ["all made", "ended"]]);
  });

  it("is compressed for who takes that", async () => {
    serve(async function* () {
      for (let count = 0; count < 5; count++) yield megabyte;
    });

    const { headers, body } = await get({ "Accept-Encoding": "gzip" });

    expect([headers["content-encoding"], String(body).length < 1_000_000]).toEqual(["gzip", true]);
  });

  it("is not made for who asks for its headers alone", async () => {
    serve(async function* () {
      yield "never asked for";
    });

    const { status, headers, body } = await get({}, "HEAD");

    expect([status, headers["content-type"], body, course]).toEqual([200, "text/csv; charset=utf-8", "", []]);
  });

  it("that fails before its first piece is answered as any error", async () => {
    serve(async function* () {
      await setImmediate();
      if (course.length === 0) throw new PlatformError("UNAVAILABLE", "Later");
      yield "never";
    });

    const { status, body } = await get();

    expect([status, body, course]).toEqual([503, { detail: { code: "UNAVAILABLE", message: "Later" } }, ["ended"]]);
  });

  it("that fails later cuts the connection, and the log says why", async () => {
    serve(async function* () {
      yield megabyte;
      throw new TypeError("The disk is gone");
    });

    const failure = await get().catch((error) => error);

    expect([failure.code, course, server.house.log.messages("error")]).toEqual([
      "ECONNRESET",
      ["ended"],
      ["A request failed"],
    ]);
  });

  it("waits for a client that reads slowly, and ends with one that goes", async () => {
    let made = 0;
    serve(async function* () {
      for (; made < 200; made++) yield megabyte;
    });

    const request = http.get({ host: "127.0.0.1", port: server.port, path: "/api/v1/export", agent: false });
    const [response] = await once(request, "response");
    await once(response, "readable");
    const before = made;
    request.destroy();
    while (course.length === 0) await setImmediate();

    expect([before < 50, made < 50, course, server.house.log.messages("error")]).toEqual([true, true, ["ended"], []]);
  });
});
