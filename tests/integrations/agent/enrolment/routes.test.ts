import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isOlderVersion } from "../../../../agent/protocol.ts";
import { FakeClock } from "../../../support/fake-clock.ts";
import type { LogSpy } from "../../../support/log-spy.ts";
import { rawRequest } from "../../../support/raw-request.ts";
import { sampleHeartbeat } from "../../../support/sample-heartbeat.ts";
import { TestHub } from "../../../support/test-hub.ts";

const guid = "a1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d";
const otherGuid = "b1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d";
const nobody = {};

let hub: TestHub;
let clock: FakeClock;

beforeEach(async () => {
  clock = new FakeClock();
  hub = await TestHub.start({ clock });
});

afterEach(() => hub.remove());

const get = (path: string, headers = {}) => rawRequest({ port: Number(new URL(hub.url).port), path, headers });
const makeToken = (body?: object) => hub.call("POST", "/agents/register/tokens", body);

async function enrol(server_guid = guid): Promise<Record<string, unknown>> {
  const { body } = await makeToken();
  const claim = { token: body["token"], hostname: "nas", server_guid };
  return (await hub.call("POST", "/agents/register/claim", claim, nobody)).body;
}

function report(token: unknown, server_guid = guid) {
  const now = new Date(clock.now()).toISOString();
  const heartbeat = sampleHeartbeat({ server_guid, server_id: "nas", hostname: "nas", timestamp: now, sent_at: now });
  return hub.call("POST", "/agents/heartbeat", heartbeat, {
    "X-Agent-Token": String(token),
    "X-Server-GUID": server_guid,
  });
}

describe("a machine that enrols", () => {
  it("gets a token that speaks for it alone, and its first heartbeat makes the machine", async () => {
    const enrolled = await enrol();
    const first = await report(enrolled["api_token"]);
    const forged = await report(enrolled["api_token"], otherGuid);

    expect([enrolled, first.body["server_registered"], forged.status]).toEqual([
      {
        success: true,
        server_id: "nas",
        server_guid: guid,
        api_token: expect.stringMatching(/^hla_/),
        mode: "readonly",
        heartbeat_interval_seconds: 60,
        hub_version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      },
      true,
      403,
    ]);
  });

  it("is shown with the token that it used, whose secret is shown nowhere", async () => {
    const { body: made } = await makeToken({ name: "nas", expiry_minutes: 5, max_uses: 3 });
    const secret = String(made["token"]);
    await hub.call("POST", "/agents/register/claim", { token: secret, hostname: "nas", server_guid: guid }, nobody);
    const { body } = await hub.call<{ tokens: readonly object[] }>("GET", "/agents/register/tokens");
    const removed = await hub.call("DELETE", `/agents/register/tokens/${made["id"]}`);
    const again = await hub.call("DELETE", `/agents/register/tokens/${made["id"]}`);
    const logged = JSON.stringify((hub.log as LogSpy).lines);

    expect([body.tokens, removed.status, again.status, logged.includes(secret.slice(8))]).toEqual([
      [
        {
          id: 1,
          token_prefix: secret.slice(0, 8),
          name: "nas",
          mode: "readonly",
          created_at: "2026-01-15T12:00:00.000Z",
          expires_at: "2026-01-15T12:05:00.000Z",
          is_expired: false,
          max_uses: 3,
          uses_left: 2,
          is_claimed: true,
          claims: [{ server_guid: guid, hostname: "nas", claimed_at: "2026-01-15T12:00:00.000Z" }],
        },
      ],
      204,
      404,
      false,
    ]);
  });

  it.each([
    ["a token that is no text", { token: 7, hostname: "nas" }, 422],
    ["a GUID that is none", { token: "hle_x", hostname: "nas", server_guid: "../../etc/passwd" }, 422],
    ["an id that is no slug", { token: "hle_x", hostname: "nas", server_id: "nas; reboot" }, 422],
    ["no hostname", { token: "hle_x" }, 422],
    ["a token of somebody else", { token: "hle_x", hostname: "<img src=x>" }, 401],
  ])("is refused with %s", async (_, body, status) => {
    expect((await hub.call("POST", "/agents/register/claim", body, nobody)).status).toBe(status);
  });

  it("that was removed is refused until a new token lets it in", async () => {
    const before = await enrol();
    await report(before["api_token"]);
    await hub.call("DELETE", "/machines/nas");
    const refused = await report(before["api_token"]);
    await clock.advance(1000);
    const after = await enrol();

    expect([refused.status, (await report(after["api_token"])).status]).toEqual([401, 200]);
  });
});

describe("a clone of a machine that has a token of its own", () => {
  const newGuid = "c1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d";

  /** One heartbeat of a host, told by its boot and hardware address. */
  async function heartbeat(token: unknown, host: "a" | "b", server_guid = guid, identity_claim?: string) {
    await clock.advance(1000);
    const now = new Date(clock.now()).toISOString();
    const facts = {
      boot_id: `boot-${host}`,
      machine_id: (server_guid === guid ? "0" : "1").repeat(32),
      network_interfaces: [{ name: "eth0", mac: `52:54:00:00:00:0${host}` }],
    };
    const body = {
      ...facts,
      server_guid,
      server_id: "nas",
      hostname: "nas",
      timestamp: now,
      sent_at: now,
      identity_claim,
    };
    return hub.call("POST", "/agents/heartbeat", body, {
      "X-Agent-Token": String(token),
      "X-Server-GUID": server_guid,
    });
  }

  it("gets one of its own with what it was offered, under one new GUID, and not its original's", async () => {
    const { api_token: token } = await enrol();
    for (const host of ["a", "b", "a"] as const) await heartbeat(token, host);
    await hub.call("POST", `/agents/credentials/${guid}/rotate`);
    const { body: conflict } = await heartbeat(token, "b");
    const offer = String(conflict["identity_claim"]);
    const claim = (server_guid: string) =>
      hub.call("POST", "/agents/register/claim", { token: offer, hostname: "nas", server_guid }, nobody);
    const own = await claim(newGuid);
    const others = [await claim(otherGuid), await claim(guid)];
    const came = await heartbeat(own.body["api_token"], "b", newGuid, offer);

    expect([conflict["api_token"], own.status, others.map(({ status }) => status), came.body]).toEqual([
      undefined,
      200,
      [401, 401],
      expect.objectContaining({ server_registered: true, server_id: "nas-2", identity_conflict: false }),
    ]);
  });
});

describe("the token of an agent", () => {
  it("is rotated by the answer to a heartbeat, and revoked at once", async () => {
    const { api_token: old } = await enrol();
    await report(old);
    await hub.call("POST", `/agents/credentials/${guid}/rotate`);
    const { api_token: next } = (await report(old)).body;
    const used = await report(next);
    const statuses = [used.status, (await report(old)).status];
    const { body } = await hub.call("POST", `/agents/credentials/${guid}/revoke`);

    expect([statuses, used.body["api_token"], body["is_revoked"], (await report(next)).status]).toEqual([
      [200, 401],
      undefined,
      true,
      401,
    ]);
  });

  it("is not found for an agent without one", async () => {
    const { status } = await hub.call("GET", `/agents/credentials/${otherGuid}`);

    expect(status).toBe(404);
  });
});

describe("the agent that the hub ships", () => {
  it("is compared with those that run", async () => {
    const { api_token: token } = await enrol();
    await report(token);
    const { body } = await hub.call<{ version: string; agents: readonly object[] }>("GET", "/agents/version");

    expect(body.agents).toEqual([
      { server_id: "nas", server_guid: guid, version: expect.any(String), update_available: expect.any(Boolean) },
    ]);
  });

  it.each([
    ["0.1.0", "0.2.0", true],
    ["0.10.0", "0.9.0", false],
    ["1.0.0", "1.0.0", false],
    ["1.0.0-beta", "1.0.0", true],
    ["none", "0.0.1", true],
  ])("%s is older than %s: %s", (one, other, isOlder) => {
    expect(isOlderVersion(one, other)).toBe(isOlder);
  });

  it("is served to everybody with its SHA-256, once", async () => {
    const bundle = await get("/agent/homelab-agent.mjs");
    const hash = createHash("sha256").update(String(bundle.body)).digest("hex");
    const again = await get("/agent/homelab-agent.mjs", { "If-None-Match": bundle.headers.etag ?? "" });
    const { body: said } = await get("/agent/homelab-agent.mjs.sha256");
    const { body: installer } = await get("/agent/install.sh");

    expect([said, again.status, String(installer).startsWith("#!/bin/sh\n")]).toEqual([
      `${hash}  homelab-agent.mjs\n`,
      304,
      true,
    ]);
  });

  it("comes with no more files than these", async () => {
    const paths = ["/agent/node/riscv64.tar.gz", "/agent/hub-ca.pem", "/agent/..%2f..%2fpackage.json"];
    const answers = await Promise.all(paths.map((path) => get(path)));

    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
  });
});
