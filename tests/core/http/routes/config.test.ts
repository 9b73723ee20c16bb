import { chmod, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { TestHub } from "../../../support/test-hub.ts";

const text = `# my lab
hub:
  name: Cellar # the house
integrations:
  agent:
    local: false
    # not too often
    heartbeat_interval_seconds: 30
`;

let hub: TestHub;
afterEach(() => hub.remove());

async function start(config = text): Promise<TestHub> {
  hub = await TestHub.start({ config });
  return hub;
}

const file = () => path.join(hub.dataFolder, "config.yaml");

interface Block {
  readonly config: Record<string, unknown>;
  readonly version: string;
}

describe("GET /config", () => {
  it("shows what holds, with defaults, and what decides it", async () => {
    await start();

    const { status, body } = await hub.call("GET", "/config");

    expect([status, body]).toEqual([
      200,
      {
        file: file(),
        config: {
          hub: {
            name: "Cellar",
            listen: "127.0.0.1:0",
            trusted_proxies: [],
            base_path: "",
            offline_after_seconds: 180,
          },
          recorder: expect.objectContaining({ keep_days: expect.any(Number) }),
          backup: { enabled: true, schedule: "30 3 * * *", keep: 14, include_key: false },
          notifications: { routes: [], digest: null },
          mqtt: expect.objectContaining({ broker: "off" }),
          machines: [],
          integrations: expect.objectContaining({
            agent: expect.objectContaining({ local: false, local_interval_seconds: 5, heartbeat_interval_seconds: 30 }),
          }),
        },
        origins: [{ path: "hub.listen", from: "environment", name: "HOMELABCMD_LISTEN" }],
        problems: [],
        warnings: [],
        restart_required: [],
        thresholds: expect.any(Object),
        notifications: expect.any(Object),
      },
    ]);
  });

  it("hides what stands behind a secret", async () => {
    hub = await TestHub.start({
      config: "hub: { name: !secret name }\n",
      prepare: (folder) => writeFile(path.join(folder, "secrets.yaml"), "name: hunter2\n", { mode: 0o600 }),
    });

    const { body } = await hub.call<{ config: { hub: { name: string } }; origins: unknown[] }>("GET", "/config");

    expect([body.config.hub.name, body.origins.at(-1)]).toEqual([
      "[hidden]",
      { path: "hub.name", from: "secret", name: "name" },
    ]);
  });
});

describe("POST /config/reload", () => {
  it("says what is wrong with the file, what waits for a restart, and applies the rest", async () => {
    await start();
    await writeFile(file(), text.replace("Cellar", "Attic").replace("30", "45"));
    const good = await hub.call("POST", "/config/reload");
    await writeFile(file(), "hub: { nam: x }\n");
    const bad = await hub.call<{ config: { hub: unknown } }>("POST", "/config/reload");

    expect([good.body, bad.body]).toMatchObject([
      {
        problems: [],
        restart_required: ["hub.name"],
        config: { integrations: { agent: { heartbeat_interval_seconds: 45 } } },
      },
      { problems: [{ file: file(), line: 1, column: 8 }], config: { hub: { name: "Attic" } } },
    ]);
  });
});

describe("PUT /integrations/:domain/config", () => {
  it("writes what has changed into the file, keeps the rest, and restarts the integration with it", async () => {
    await start();
    const before = await hub.call<Block>("GET", "/integrations/agent/config");

    const { status, body } = await hub.call<Block>("PUT", "/integrations/agent/config", {
      config: { ...before.body.config, heartbeat_interval_seconds: 20 },
      version: before.body.version,
    });
    const integration = await hub.call("GET", "/integrations/agent");

    expect([before.body, status, body.config, await readFile(file(), "utf8"), integration.body["state"]]).toMatchObject(
      [
        { domain: "agent", enabled: true, writable: true, reason: null, schema: { type: "object" } },
        200,
        { heartbeat_interval_seconds: 20, local_interval_seconds: 5 },
        text.replace("30", "20"),
        "running",
      ],
    );
  });

  it("turns an integration on that was off", async () => {
    await start("integrations: { agent: false }\n");
    const before = await hub.call("GET", "/integrations/agent/config");

    await hub.call("PUT", "/integrations/agent/config", { config: { local: false } });
    const integration = await hub.call("GET", "/integrations/agent");

    expect([before.body["enabled"], await readFile(file(), "utf8"), integration.body["state"]]).toEqual([
      false,
      "integrations: { agent: { local: false } }\n",
      "running",
    ]);
  });

  it.each([
    ["a wrong value", { config: { local: "maybe" } }, 422, "VALIDATION_ERROR", /local must be true or false/],
    [
      "an unknown setting",
      { config: { locl: true } },
      422,
      "VALIDATION_ERROR",
      /locl is not a known setting; did you mean "local"/,
    ],
    ["a name that every object has", '{"config":{"__proto__":{"a":1}}}', 422, "VALIDATION_ERROR", /__proto__/],
    [
      "a mask where nothing is hidden",
      { config: { local: false, token: "[hidden]" } },
      422,
      "VALIDATION_ERROR",
      /no hidden value/,
    ],
    ["an old version", { config: {}, version: "seen-yesterday" }, 409, "CONFLICT", /edited meanwhile/],
    ["no block", { local: true }, 422, "VALIDATION_ERROR", /config/],
  ])("refuses %s and leaves the file as it is", async (_, body, status, code, message) => {
    await start();

    const answer = await hub.call("PUT", "/integrations/agent/config", body);

    expect([answer.status, answer.body, await readFile(file(), "utf8")]).toEqual([
      status,
      { detail: expect.objectContaining({ code, message: expect.stringMatching(message) }) },
      text,
    ]);
  });

  it("says that the file is read-only, before and when it is asked to write", async () => {
    await start();
    await chmod(file(), 0o444);

    const shown = await hub.call("GET", "/integrations/agent/config");
    const written = await hub.call("PUT", "/integrations/agent/config", { config: { local: false } });

    expect([shown.body, written.status]).toMatchObject([{ writable: false, reason: `${file()} is read-only` }, 409]);
  });

  it("knows no integration that does not exist", async () => {
    await start();

    expect((await hub.call("GET", "/integrations/nothing/config")).status).toBe(404);
  });
});
