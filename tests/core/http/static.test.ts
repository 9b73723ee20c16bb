import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rawRequest } from "../../support/raw-request.ts";
import { makeFolder } from "../../support/test-database.ts";
import { TestServer } from "../../support/test-server.ts";

const page = "<!doctype html><title>HomelabCmd</title>";
const script = "export const answer = 42;\n".repeat(100);

let folder: string;
let server: TestServer;

beforeAll(async () => {
  folder = await makeFolder();
  const dashboard = path.join(folder, "dashboard");
  await mkdir(path.join(dashboard, "assets"), { recursive: true });
  await writeFile(path.join(folder, "secret.txt"), "nobody may read this");
  await writeFile(path.join(dashboard, "index.html"), page);
  await writeFile(path.join(dashboard, "favicon.svg"), "<svg/>");
  await writeFile(path.join(dashboard, ".hidden"), "nobody may read this");
  await writeFile(path.join(dashboard, "assets/main-abc.js"), script);
  await writeFile(path.join(dashboard, "assets/main-abc.js.br"), brotliCompressSync(script));
  await writeFile(path.join(dashboard, "assets/main-abc.js.gz"), gzipSync(script));
  server = await TestServer.start({ dashboardFolder: dashboard });
});

afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const get = (path: string, headers: Record<string, string> = {}, method = "GET") =>
  rawRequest({ port: server.port, path, headers, method });

const browser = { Accept: "text/html,application/xhtml+xml,*/*;q=0.8" };

describe("the dashboard's files", () => {
  it("under assets are kept for ever, the others are asked for anew", async () => {
    const [asset, icon, start] = [await get("/assets/main-abc.js"), await get("/favicon.svg"), await get("/", browser)];

    expect(
      [asset, icon, start].map(({ status, headers }) => [status, headers["cache-control"], headers["content-type"]]),
    ).toEqual([
      [200, "public, max-age=31536000, immutable", "text/javascript; charset=utf-8"],
      [200, "no-cache", "image/svg+xml"],
      [200, "no-cache", "text/html; charset=utf-8"],
    ]);
  });

  it.each([
    ["gzip, deflate, br", "br", brotliCompressSync(script).length],
    ["gzip", "gzip", gzipSync(script).length],
    ["identity", undefined, script.length],
  ])("go out compressed ahead of time to who accepts %s", async (accepted, encoding, length) => {
    const { headers } = await get("/assets/main-abc.js", { "Accept-Encoding": accepted });

    expect([
      headers["content-encoding"],
      Number(headers["content-length"]),
      headers["content-type"]?.toLowerCase(),
      headers.vary,
    ]).toEqual([encoding, length, "text/javascript; charset=utf-8", "Accept-Encoding"]);
  });

  it.each(["/", "/machines", "/machines/nas", "/login", "/machines/nas.lan", "/deep/er/and/deeper?x=1", "/%C3%A9"])(
    "start with the same page at %s",
    async (address) => {
      const { status, body } = await get(address, browser);

      expect([status, body]).toEqual([200, page]);
    },
  );

  it.each(["/assets/gone.js", "/assets/", "/missing.png"])("do not pretend that %s exists", async (address) => {
    const accept = address.endsWith(".png") ? { Accept: "image/png" } : browser;
    const { status, body } = await get(address, accept);

    expect([status, body]).toEqual([404, { detail: { code: "NOT_FOUND", message: `There is no GET ${address}` } }]);
  });

  it.each([
    "/../secret.txt",
    "/%2e%2e/secret.txt",
    "/..%2fsecret.txt",
    "/assets/../../secret.txt",
    "/assets/%2e%2e/%2e%2e/secret.txt",
    "/assets/..%2f..%2fsecret.txt",
    "/assets/..%5c..%5csecret.txt",
    "//secret.txt",
    "/.hidden",
    "/assets/main-abc.js%00",
    "/%00",
    "/%E0%A4%A",
    "/%c0%ae%c0%ae/secret.txt",
  ])("never give away another file at %s, nor fail", async (address) => {
    const { status, body } = await get(address, browser);

    expect([JSON.stringify(body).includes("nobody may read this"), [200, 400, 403, 404].includes(status)]).toEqual([
      false,
      true,
    ]);
  });

  it("are not changed by anybody: other methods are refused in the shape of errors", async () => {
    const refusals = await Promise.all(["POST", "PUT", "DELETE", "PATCH"].map((method) => get("/", browser, method)));

    expect(refusals.map(({ status, body }) => [status, (body as { detail: { code: string } }).detail.code])).toEqual(
      refusals.map(() => [404, "NOT_FOUND"]),
    );
  });

  it("answer HEAD as GET, without the body", async () => {
    const [head, full] = [await get("/assets/main-abc.js", {}, "HEAD"), await get("/assets/main-abc.js")];

    expect([head.status, head.body, head.headers["content-length"]]).toEqual([200, "", full.headers["content-length"]]);
  });

  it("say what is missing when they were never built", async () => {
    const bare = await TestServer.start({ dashboardFolder: path.join(folder, "nowhere") });
    const { status, body } = await rawRequest({ port: bare.port, path: "/", headers: browser });
    await bare.stop();

    expect([status, body]).toEqual([503, "The dashboard is not built (index.html is missing). Run npm start."]);
  });
});

describe("the security headers", () => {
  const policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'self'; form-action 'self'; " +
    "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types lit-html";

  it.each(["/", "/assets/main-abc.js", "/assets/gone.js", "/api/v1/nowhere", "/api/v1/live", "/%E0%A4%A"])(
    "stand on the answer to %s",
    async (address) => {
      const { headers } = await get(address, browser);

      expect(headers).toMatchObject({
        "content-security-policy": policy,
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
      });
    },
  );

  it("do not tell what the server is made of", async () => {
    const { headers } = await get("/", browser);

    expect([headers["x-powered-by"], headers["server"]]).toEqual([undefined, undefined]);
  });
});
