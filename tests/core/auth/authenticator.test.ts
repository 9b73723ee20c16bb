import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readCookie } from "../../../core/auth/authenticator.ts";
import type { Scope } from "../../../core/sdk/index.ts";
import { TestRooms } from "../../support/test-rooms.ts";

const guid = "a1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d";
const otherGuid = "b1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d";
const heldScopes = ["viewer", "operator", "admin", "agent"] as const;

let house: TestRooms;

/** The key of a scope is called as the scope. */
beforeEach(async () => {
  house = await TestRooms.open();
  await house.addKeys();
});

afterEach(() => house.remove());

type Headers = Readonly<Record<string, string>>;

/** The caller, or the code of the refusal. */
function ask(headers: Headers, scope: Scope, method = "GET") {
  try {
    return house.authenticator.authorize({ headers, method, address: "10.0.0.9" }, scope);
  } catch (error) {
    return (error as { code: string }).code;
  }
}

const withKey = (scope: Scope): Headers => ({ "x-api-key": `key-of-${scope}` });
const withToken = (scope: Scope): Headers => ({
  "x-agent-token": `key-of-${scope}`,
  "x-server-guid": guid.toUpperCase(),
});

async function withSession(scope: Scope): Promise<Headers> {
  return { cookie: `theme=dark; homelabcmd_session=${await house.sessions.open({ name: "me", scope })}` };
}

describe("a scope", () => {
  it.each<[needed: Scope, who: readonly Scope[]]>([
    ["viewer", ["viewer", "operator", "admin"]],
    ["operator", ["operator", "admin"]],
    ["admin", ["admin"]],
    ["agent", ["admin", "agent"]],
  ])("%s is reached by keys of %j and no other, whichever way they come", async (needed, who) => {
    const outcomes = await Promise.all(
      heldScopes.map(async (held) =>
        [withKey(held), withToken(held), await withSession(held)].map((headers) => ask(headers, needed)),
      ),
    );

    expect(outcomes.map((three) => three.map((one) => one !== "FORBIDDEN"))).toEqual(
      heldScopes.map((held) => [who.includes(held), who.includes(held), who.includes(held)]),
    );
  });

  it("open is reached by everybody, and nobody is known by it", () => {
    const anonymous = { scope: "open", name: "anonymous", address: "10.0.0.9" };

    expect([ask({}, "open"), ask(withKey("admin"), "open"), ask({ "x-api-key": "wrong" }, "open")]).toEqual([
      anonymous,
      anonymous,
      anonymous,
    ]);
  });
});

describe("a caller", () => {
  it("is named after the key, the session or the token, an agent with its GUID in lower case", async () => {
    const address = "10.0.0.9";

    expect([
      ask(withKey("viewer"), "viewer"),
      ask(await withSession("admin"), "admin"),
      ask(withToken("agent"), "agent"),
    ]).toEqual([
      { name: "viewer", scope: "viewer", address },
      { name: "me", scope: "admin", address },
      { name: "agent", scope: "agent", address, agentGuid: guid },
    ]);
  });

  it("who holds more than an agent's token is not bound to a GUID", () => {
    expect(ask(withToken("admin"), "agent")).toEqual({ name: "admin", scope: "admin", address: "10.0.0.9" });
  });

  it.each<[string, Headers]>([
    ["nothing", {}],
    ["a wrong key", { "x-api-key": "hlc_wrong" }],
    ["an empty key", { "x-api-key": "" }],
    ["a wrong token", { "x-agent-token": "hla_wrong", "x-server-guid": guid }],
    ["an unknown cookie", { cookie: "homelabcmd_session=hls_wrong" }],
    ["an empty cookie", { cookie: "homelabcmd_session=" }],
    ["another cookie with the right value", { cookie: "session=key-of-admin" }],
  ])("with %s is told to log in", (_, headers) => {
    expect(ask(headers, "viewer")).toBe("UNAUTHORIZED");
  });

  it("with a wrong key and a good session is refused: what is said explicitly counts", async () => {
    const cookie = await withSession("admin");

    expect([
      ask({ ...cookie, "x-api-key": "wrong" }, "viewer"),
      ask({ ...cookie, ...withKey("viewer") }, "admin"),
    ]).toEqual(["UNAUTHORIZED", "FORBIDDEN"]);
  });
});

describe("a token that was made for one agent", () => {
  const caller = { name: "nas", scope: "agent", address: "10.0.0.9", agentGuid: guid };

  it("speaks for it, whether it says so or not, and whichever way it comes", async () => {
    const token = await house.rooms.keys.issue("nas", guid);

    expect([
      ask({ "x-agent-token": token }, "agent"),
      ask({ "x-agent-token": token, "x-server-guid": guid.toUpperCase() }, "agent"),
      ask({ "x-api-key": token }, "agent"),
    ]).toEqual([caller, caller, caller]);
  });

  it("does not speak for another", async () => {
    const token = await house.rooms.keys.issue("nas", guid);

    expect([
      ask({ "x-agent-token": token, "x-server-guid": otherGuid }, "agent"),
      ask({ "x-api-key": token, "x-server-guid": otherGuid }, "agent"),
    ]).toEqual(["FORBIDDEN", "FORBIDDEN"]);
  });
});

describe("a browser's cookie", () => {
  it.each<[site: string, method: string, isAllowed: boolean]>([
    ["same-origin", "POST", true],
    ["none", "DELETE", true],
    ["same-site", "POST", false],
    ["cross-site", "POST", false],
    ["cross-site", "DELETE", false],
    ["cross-site", "PUT", false],
    ["cross-site", "PATCH", false],
    ["nonsense", "POST", false],
    ["cross-site", "GET", true],
    ["cross-site", "HEAD", true],
  ])("from a page that is %s with %s is good: %s", async (site, method, isAllowed) => {
    const outcome = ask({ ...(await withSession("admin")), "sec-fetch-site": site }, "viewer", method);

    expect(outcome === "FORBIDDEN").toBe(!isAllowed);
  });

  it("is good where the browser does not tell", async () => {
    expect(ask(await withSession("admin"), "viewer", "POST")).toMatchObject({ scope: "admin" });
  });

  it("does not matter where a key comes with the request", () => {
    expect(ask({ ...withKey("admin"), "sec-fetch-site": "cross-site" }, "viewer", "POST")).toMatchObject({
      scope: "admin",
    });
  });
});

describe("guessing", () => {
  it("is stopped after ten wrong keys, even if the next one is right", () => {
    const guesses = Array.from({ length: 10 }, () => ask({ "x-api-key": "wrong" }, "viewer"));

    expect([guesses, ask(withKey("admin"), "viewer"), ask(withToken("admin"), "viewer")]).toEqual([
      [...Array.from({ length: 9 }, () => "UNAUTHORIZED"), "RATE_LIMITED"],
      "RATE_LIMITED",
      "RATE_LIMITED",
    ]);
  });

  it("keeps no agent and no browser from working that comes from the same address", async () => {
    const cookie = await withSession("viewer");
    for (let guess = 0; guess < 20; guess++) ask({ "x-agent-token": "wrong" }, "viewer");

    expect([ask(withToken("agent"), "agent"), ask(cookie, "viewer")]).toMatchObject([
      { scope: "agent" },
      { scope: "viewer" },
    ]);
  });

  it("says how long to wait", () => {
    for (let guess = 0; guess < 10; guess++) ask({ "x-api-key": "wrong" }, "viewer");

    expect(() =>
      house.authenticator.authorize({ headers: withKey("admin"), method: "GET", address: "10.0.0.9" }, "viewer"),
    ).toThrow(
      expect.objectContaining({
        code: "RATE_LIMITED",
        retryAfterSeconds: 300,
        message: "Too many wrong keys from 10.0.0.9; try again in 300 s",
      }),
    );
  });
});

describe("readCookie", () => {
  it.each([
    ["a=1", "1"],
    ["b=2; a=1; c=3", "1"],
    ["b=2;a=1", "1"],
    [" a = 1 ", "1"],
    ["a=1=2", "1=2"],
    ["a=", ""],
    ["aa=1; b=a", undefined],
    ["a", undefined],
    ["", undefined],
    [undefined, undefined],
  ])("finds a in %j: %j", (header, value) => {
    expect(readCookie(header, "a")).toBe(value);
  });
});
