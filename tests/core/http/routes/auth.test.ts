import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FakeClock } from "../../../support/fake-clock.ts";
import { TestHub, testKey } from "../../../support/test-hub.ts";

let hub: TestHub;
let clock: FakeClock;

beforeEach(async () => {
  clock = new FakeClock();
  hub = await TestHub.start({ clock });
});

afterEach(() => hub.remove());

const login = (body: unknown, headers: Record<string, string> = {}) => hub.call("POST", "/auth/login", body, headers);
const session = async (cookie: string) => (await hub.call("GET", "/auth/session", undefined, { Cookie: cookie })).body;

/** Logs in and returns the cookie as a browser sends it. */
async function logIn(): Promise<string> {
  const { headers } = await login({ key: testKey });
  return headers.get("set-cookie")?.split(";")[0] ?? "";
}

const loggedOut = { authenticated: false };

describe("the login", () => {
  it("with a key sets a cookie that scripts and other sites cannot use", async () => {
    const { status, body, headers } = await login({ key: ` ${testKey}\n` });

    expect([status, body, headers.get("set-cookie")]).toEqual([
      200,
      { authenticated: true, name: "environment", scope: "admin" },
      expect.stringMatching(/^homelabcmd_session=hls_[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=2592000$/),
    ]);
  });

  it("behind a trusted, encrypting proxy sets a cookie for encrypted connections only", async () => {
    const forwarded = { "X-Forwarded-Proto": "https" };
    const untrusted = await login({ key: testKey }, forwarded);
    await hub.remove();
    const config = "hub:\n  trusted_proxies: [127.0.0.1]\nintegrations:\n  agent:\n    local: false\n";
    hub = await TestHub.start({ clock, config });
    const trusted = await login({ key: testKey }, forwarded);

    const isSecure = ({ headers }: typeof trusted) => /; Secure$/.test(headers.get("set-cookie") ?? "");
    expect([isSecure(untrusted), isSecure(trusted)]).toEqual([false, true]);
  });

  it("with the link of the start works once, as admin", async () => {
    const [page = "", token = ""] = hub.platform.welcome.loginPath.split("#");
    const first = await login({ link_token: token });
    const second = await login({ link_token: token });

    expect([page, first.status, first.body, second.status, second.body]).toEqual([
      "/login",
      200,
      { authenticated: true, name: "login link", scope: "admin" },
      401,
      { detail: { code: "UNAUTHORIZED", message: expect.stringMatching(/used already or is older than 15 minutes/) } },
    ]);
  });

  it("with the link does not work after a quarter of an hour", async () => {
    await clock.advance(15 * 60_000);

    expect((await login({ link_token: hub.platform.welcome.loginPath.split("#")[1] })).status).toBe(401);
  });

  it.each<[string, unknown, number, object]>([
    ["a wrong key", { key: "hlc_wrong" }, 401, { code: "UNAUTHORIZED", message: "This is not a key of this hub" }],
    ["no key", {}, 422, { code: "VALIDATION_ERROR", message: "key is missing", field: "key" }],
    ["a key that is no text", { key: 1 }, 422, expect.objectContaining({ code: "VALIDATION_ERROR", field: "key" })],
    ["an endless key", { key: "x".repeat(5000) }, 413, expect.objectContaining({ code: "PAYLOAD_TOO_LARGE" })],
  ])("with %s sets no cookie", async (_, body, status, detail) => {
    const answer = await login(body);

    expect([answer.status, answer.body, answer.headers.get("set-cookie")]).toEqual([status, { detail }, null]);
  });

  it("is slowed down after ten wrong keys, also for a right one, and says how long", async () => {
    for (let guess = 0; guess < 10; guess++) await login({ key: "wrong" });
    await clock.advance(60_000);
    const refused = await login({ key: testKey });
    await clock.advance(240_000);
    const later = await login({ key: testKey });

    expect([refused.status, refused.headers.get("retry-after"), refused.body, later.status]).toEqual([
      429,
      "240",
      { detail: { code: "RATE_LIMITED", message: "Too many wrong keys from 127.0.0.1; try again in 240 s" } },
      200,
    ]);
  });
});

describe("a session", () => {
  it("lets a browser in, and tells who is logged in", async () => {
    const cookie = await logIn();
    const machines = await hub.call("GET", "/machines", undefined, { Cookie: cookie });

    expect([machines.status, await session(cookie), await session(""), await session("homelabcmd_session=x")]).toEqual([
      200,
      { authenticated: true, name: "environment", scope: "admin" },
      loggedOut,
      loggedOut,
    ]);
  });

  it("that is used has its cookie kept for longer", async () => {
    const cookie = await logIn();
    const { headers } = await hub.call("GET", "/auth/session", undefined, { Cookie: cookie });

    expect(headers.get("set-cookie")).toBe(`${cookie}; Path=/; HttpOnly; SameSite=Strict; Max-Age=2592000`);
  });

  it("ends with the logout, which takes the cookie away", async () => {
    const cookie = await logIn();
    const { status, body, headers } = await hub.call("POST", "/auth/logout", undefined, { Cookie: cookie });
    const machines = await hub.call("GET", "/machines", undefined, { Cookie: cookie });

    expect([status, body, headers.get("set-cookie"), await session(cookie), machines.status]).toEqual([
      204,
      "",
      "homelabcmd_session=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0",
      loggedOut,
      401,
    ]);
  });

  it("is needed for a logout", async () => {
    expect((await hub.call("POST", "/auth/logout", undefined, {})).status).toBe(401);
  });
});
