import { execFileSync } from "node:child_process";
import { rm, writeFile } from "node:fs/promises";
import http from "node:http";
import https from "node:https";
import path from "node:path";
import type { TLSSocket } from "node:tls";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isFromThisMachine } from "../../../../core/http/tls/shared-port.ts";
import { FakeClock } from "../../../support/fake-clock.ts";
import type { LogSpy } from "../../../support/log-spy.ts";
import { makeFolder } from "../../../support/test-database.ts";
import { TestHub, testKey } from "../../../support/test-hub.ts";

const config = `hub:
  tls:
    cert: hub.crt
    key: hub.key
integrations:
  agent:
    local: false
`;

let folder: string;
let clock: FakeClock;
let hub: TestHub | undefined;

beforeEach(async () => {
  folder = await makeFolder();
  clock = new FakeClock();
  hub = undefined;
});

afterEach(async () => {
  await hub?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Makes a key and a certificate for it, as `openssl` does. */
function makeCertificate(name: string): void {
  const files = ["-keyout", path.join(folder, "hub.key"), "-out", path.join(folder, "hub.crt")];
  const kind = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
  execFileSync("openssl", [...kind, "-subj", `/CN=${name}`, ...files], { stdio: "ignore" });
}

async function start(): Promise<TestHub> {
  hub = await TestHub.start({ dataFolder: folder, clock, config });
  return hub;
}

interface Seen {
  readonly status: number;
  /** For whom the certificate is. */
  readonly name: string | undefined;
  readonly cookie: string | undefined;
}

/** Logs in and says what the connection was like. */
function login(url: string): Promise<Seen> {
  const { request } = url.startsWith("https:") ? https : http;
  return new Promise((resolve, reject) => {
    const headers = { "Content-Type": "application/json" };
    const sent = request(`${url}/api/v1/auth/login`, {
      method: "POST",
      headers,
      agent: false,
      rejectUnauthorized: false,
    });
    sent.once("error", reject);
    sent.once("response", (response) => {
      response.resume();
      const name =
        "encrypted" in response.socket ? (response.socket as TLSSocket).getPeerCertificate().subject.CN : undefined;
      const cookie = response.headers["set-cookie"]?.[0];
      response.once("end", () => resolve({ status: response.statusCode ?? 0, name: String(name ?? ""), cookie }));
    });
    sent.end(JSON.stringify({ key: testKey }));
  });
}

const isSecure = ({ cookie }: Seen) => cookie?.endsWith("; Secure");

describe("a hub with a certificate", () => {
  it("speaks HTTPS, and HTTP on the same port to programs of its own machine", async () => {
    makeCertificate("hub.lan");
    const { url } = await start();
    const [encrypted, plain] = [await login(url), await login(url.replace("https:", "http:"))];

    expect([url.startsWith("https://"), encrypted.status, encrypted.name, isSecure(encrypted)]).toEqual([
      true,
      200,
      "hub.lan",
      true,
    ]);
    expect([plain.status, isSecure(plain)]).toEqual([200, false]);
  });

  it("takes a renewed one without a restart", async () => {
    makeCertificate("first.lan");
    const { url } = await start();
    const before = await login(url);
    makeCertificate("second.lan");
    await clock.advance(10_000);

    expect([before.name, (await login(url)).name]).toEqual(["first.lan", "second.lan"]);
  });

  it("keeps the old one when the new one is broken, says so once, and takes the next good one", async () => {
    makeCertificate("first.lan");
    const { url, log } = await start();
    await writeFile(path.join(folder, "hub.key"), "no key");
    await clock.advance(60_000);
    const during = await login(url);
    const complaints = (log as LogSpy).messages("error");
    await rm(path.join(folder, "hub.key"));
    await clock.advance(10_000);
    makeCertificate("second.lan");
    await clock.advance(10_000);

    expect([during.name, complaints, (await login(url)).name]).toEqual([
      "first.lan",
      ["The new certificate cannot be used; the old one stays"],
      "second.lan",
    ]);
  });

  it("does not start without it, and says what is missing", async () => {
    const error = await start().catch((thrown) => thrown);

    expect([error.exitCode, error.message]).toEqual([
      2,
      expect.stringMatching(/hub\.crt .*ENOENT.*\nCorrect hub\.tls/s),
    ]);
  });
});

describe("a program of this machine", () => {
  it.each([
    ["127.0.0.1", true],
    ["127.8.8.8", true],
    ["::1", true],
    ["::ffff:127.0.0.1", true],
    ["192.168.1.5", false],
    ["::ffff:10.0.0.1", false],
    ["192.168.1.2", true],
    [undefined, false],
  ])("is told by its address: %s is %s", (remoteAddress, isLocal) => {
    const request = { socket: { remoteAddress, localAddress: "192.168.1.2" } } as http.IncomingMessage;

    expect(isFromThisMachine(request)).toBe(isLocal);
  });
});
