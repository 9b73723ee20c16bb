import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FakeClock } from "../../../support/fake-clock.ts";
import { TestHub, testKey } from "../../../support/test-hub.ts";

let hub: TestHub;
let clock: FakeClock;

beforeEach(async () => {
  clock = new FakeClock("2026-01-15T12:00:00Z");
  hub = await TestHub.start({ clock });
});

afterEach(() => hub.remove());

interface Key {
  readonly id: number;
  readonly key: string;
}

async function make(body: object): Promise<Key> {
  return (await hub.call("POST", "/auth/keys", body)).body as unknown as Key;
}

const statusWith = async (key: string) => (await hub.call("GET", "/machines", undefined, { "X-API-Key": key })).status;
const list = async () => (await hub.call<{ keys: object[] }>("GET", "/auth/keys")).body.keys;

describe("a key", () => {
  it("is shown once when it is made, and listed without its secret", async () => {
    const { status, body } = await hub.call("POST", "/auth/keys", { name: " backup script ", scope: "viewer" });
    const { key, ...rest } = body;

    expect([status, key, rest, await list()]).toEqual([
      201,
      expect.stringMatching(/^hlc_[\w-]{43}$/),
      {
        id: expect.any(Number),
        name: "backup script",
        scope: "viewer",
        prefix: String(key).slice(0, 8),
        agent_guid: null,
        created_at: "2026-01-15T12:00:00.000Z",
        expires_at: null,
        last_used_at: null,
      },
      [rest],
    ]);
  });

  it("says when it was last used, at most an hour behind", async () => {
    const { key } = await make({ name: "script", scope: "viewer" });
    await clock.advance(60_000);
    await statusWith(key);
    await clock.advance(30 * 60_000);
    await statusWith(key);
    const soon = await list();
    await clock.advance(30 * 60_000);
    await statusWith(key);

    expect([soon, await list()]).toEqual([
      [expect.objectContaining({ last_used_at: "2026-01-15T12:01:00.000Z" })],
      [expect.objectContaining({ last_used_at: "2026-01-15T13:01:00.000Z" })],
    ]);
  });

  it("ends when it expires, and with it the sessions that it opened", async () => {
    const { key } = await make({ name: "guest", scope: "viewer", expires_at: "2026-01-15T13:00:00Z" });
    const login = await hub.call("POST", "/auth/login", { key }, {});
    const headers = { Cookie: login.headers.get("set-cookie")?.split(";")[0] ?? "" };
    const statuses = async () => [
      await statusWith(key),
      (await hub.call("GET", "/machines", undefined, headers)).status,
    ];
    const before = await statuses();
    await clock.advance(3_600_000);

    expect([before, await statuses()]).toEqual([
      [200, 200],
      [401, 401],
    ]);
  });

  it("that is taken back works no more, nor do the sessions that it opened, also after a restart", async () => {
    const { id, key } = await make({ name: "tablet", scope: "viewer" });
    const login = await hub.call("POST", "/auth/login", { key }, {});
    const headers = { Cookie: login.headers.get("set-cookie")?.split(";")[0] ?? "" };
    const { status } = await hub.call("DELETE", `/auth/keys/${id}`);
    const session = await hub.call("GET", "/machines", undefined, headers);
    await hub.stop();
    hub = await TestHub.start({ clock, dataFolder: hub.dataFolder });
    const later = await hub.call("GET", "/machines", undefined, headers);

    expect([status, await statusWith(key), session.status, later.status, await list()]).toEqual([
      204,
      401,
      401,
      401,
      [],
    ]);
  });

  it.each([
    ["a name that is taken", { name: "first", scope: "admin" }, 409, "name"],
    ["the name of the environment's", { name: "environment", scope: "viewer" }, 409, "name"],
    ["no name", { scope: "viewer" }, 422, "name"],
    ["a name that would break a line", { name: "a\nb", scope: "viewer" }, 422, "name"],
    ["a scope that there is not", { name: "a", scope: "root" }, 422, "scope"],
    ["an end in the past", { name: "a", scope: "viewer", expires_at: "2020-01-01T00:00:00Z" }, 422, "expires_at"],
  ])("is not made with %s", async (_, body, status, field) => {
    await make({ name: "first", scope: "viewer" });
    const answer = await hub.call<{ detail: { field: string } }>("POST", "/auth/keys", body);

    expect([answer.status, answer.body.detail.field]).toEqual([status, field]);
  });

  it("that does not exist cannot be taken back", async () => {
    expect((await hub.call("DELETE", "/auth/keys/99")).status).toBe(404);
  });
});

describe("sessions", () => {
  const link = async (body: object) => (await hub.call("POST", "/auth/login-links", body)).body as { url: string };
  const open = async (url: string, userAgent: string) => {
    const answer = await hub.call(
      "POST",
      "/auth/login",
      { link_token: url.split("#")[1] },
      { "User-Agent": userAgent },
    );
    return { Cookie: answer.headers.get("set-cookie")?.split(";")[0] ?? "" };
  };
  const sessions = async (headers: Record<string, string>) =>
    (await hub.call<{ sessions: { id: string; is_current: boolean }[] }>("GET", "/auth/sessions", undefined, headers))
      .body;

  it("are opened on another device by a link that an admin makes", async () => {
    const { status, body } = await hub.call("POST", "/auth/login-links", { name: "tablet in the kitchen" });
    const headers = await open(String(body["url"]), "Tablet");
    const session = await hub.call("GET", "/auth/session", undefined, headers);

    expect([status, body, session.body]).toEqual([
      201,
      {
        url: expect.stringMatching(new RegExp(`^${hub.url}/login#hll_[\\w-]{43}$`)),
        scope: "viewer",
        expires_at: "2026-01-15T12:15:00.000Z",
      },
      { authenticated: true, name: "tablet in the kitchen", scope: "viewer" },
    ]);
  });

  it("are listed, newest first, and the own one is marked", async () => {
    await open((await link({ name: "tablet" })).url, "Tablet");
    await clock.advance(1000);
    const own = await open((await link({ scope: "admin" })).url, "Desktop");

    expect((await sessions(own)).sessions).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f]{16}$/),
        name: "login link",
        scope: "admin",
        user_agent: "Desktop",
        created_at: "2026-01-15T12:00:01.000Z",
        last_used_at: "2026-01-15T12:00:01.000Z",
        expires_at: "2026-02-14T12:00:01.000Z",
        is_current: true,
      },
      expect.objectContaining({ name: "tablet", user_agent: "Tablet", is_current: false }),
    ]);
  });

  it("are ended from afar", async () => {
    const headers = await open((await link({ name: "tablet" })).url, "Tablet");
    const { sessions: [tablet] = [] } = await sessions({ "X-API-Key": testKey });
    const ended = await hub.call("DELETE", `/auth/sessions/${tablet?.id}`);
    const again = await hub.call("DELETE", `/auth/sessions/${tablet?.id}`);

    expect([ended.status, again.status, (await hub.call("GET", "/machines", undefined, headers)).status]).toEqual([
      204, 404, 401,
    ]);
  });
});
