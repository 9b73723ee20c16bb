import { mkdtemp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { bundleAgent } from "../../agent/bundle.mjs";
import { startShippingHub } from "../integrations/agent/updates/shipping-hub.ts";
import { SupervisedAgent } from "../support/supervised-agent.ts";
import { type TestHub, testKey } from "../support/test-hub.ts";

const config = "integrations:\n  agent:\n    local: false\n    heartbeat_interval_seconds: 1\n";
/** Patience for what another process does in its own time. */
const patience = { timeout: 60_000, interval: 100 };
/** What a broken version does when it is to report; it measures once as well as any. */
const broken = {
  crashes: 'throw new Error("this version is broken");',
  hangs: "for (;;);",
  isSilent: "setInterval(() => {}, 1e9); await new Promise(() => {});",
};

let folder: string;
let installed: string;
let shipped: string;
let good: string;
let hub: TestHub;
let agent: SupervisedAgent | undefined;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "homelabcmd-updates-"));
  installed = path.join(folder, "installed", "homelab-agent.mjs");
  good = path.join(folder, "good", "homelab-agent.mjs");
  shipped = path.join(folder, "homelab-agent.mjs");
  await bundleAgent(installed, "0.1.0");
  await bundleAgent(good, "0.2.0");
});

afterAll(() => rm(folder, { recursive: true }));

beforeEach(async () => {
  await writeFile(shipped, await readFile(good));
  hub = await startShippingHub(() => ({ version: "0.2.0", agentBundle: shipped }), { config });
});

afterEach(async () => {
  await agent?.remove();
  await hub.remove();
});

interface Listed {
  readonly version: string;
  readonly last_seen: string;
  readonly updates_enabled: boolean | null;
  readonly update: { readonly state: string; readonly reason: string | null } | null;
}

async function list(): Promise<Listed | undefined> {
  return (await hub.call<{ agents: readonly Listed[] }>("GET", "/agents")).body.agents[0];
}

/** Ships a version that is broken in that way. */
async function shipBroken(how: keyof typeof broken): Promise<void> {
  const [shebang, ...code] = (await readFile(good, "utf8")).split("\n");
  await writeFile(shipped, [shebang, `if (!process.argv.includes("--once")) { ${broken[how]} }`, ...code].join("\n"));
}

/** Starts an agent of version 0.1.0, and resolves when it reports. */
async function start(options: { readonly trialSeconds?: number } = {}): Promise<SupervisedAgent> {
  const started = await SupervisedAgent.start({ installed, hubUrl: hub.url, token: testKey, ...options });
  agent = started;
  await vi.waitFor(async () => {
    if (!(await list())?.updates_enabled) throw new Error(started.output);
  }, patience);
  return started;
}

/** The same, and asks for its update. */
async function update(options: { readonly trialSeconds?: number } = {}): Promise<SupervisedAgent> {
  const started = await start(options);
  const { body } = await hub.call("POST", "/agents/updates", { server_ids: ["nas"] });
  expect(body).toEqual({ offered: ["nas"], refused: [] });
  return started;
}

/** How the update ended. */
function end(): Promise<Listed["update"]> {
  return vi.waitFor(async () => {
    const update = (await list())?.update;
    if (!update || !["done", "failed", "rolled_back"].includes(update.state)) throw new Error(JSON.stringify(update));
    return update;
  }, patience);
}

/** The version of the next heartbeats, once that is this one. */
async function reports(version: string): Promise<void> {
  const since = Date.now();
  await vi.waitFor(async () => {
    const first = await list();
    if (first?.version !== version || Date.parse(first.last_seen) < since) throw new Error(agent?.output);
  }, patience);
}

describe("the update of an agent that runs", () => {
  it("ends with the new version, which stays over restarts", async () => {
    const started = await update();
    const ended = await end();
    await started.powerCut();
    await reports("0.2.0");

    expect([ended?.state, (await started.files()).length]).toEqual(["done", 2]);
  });

  it.each([
    ["crashes", 60, /^It ended with exit code 1: Error: this version is broken$/],
    ["hangs", 2, /^The hub took no heartbeat of it within 2 s$/],
    ["isSilent", 2, /^The hub took no heartbeat of it within 2 s$/],
  ] as const)("ends with the old version when the new one %s", async (how, trialSeconds, reason) => {
    await shipBroken(how);
    const started = await update({ trialSeconds });
    const ended = await end();
    await reports("0.1.0");

    expect([ended?.state, ended?.reason, await started.files()]).toEqual([
      "rolled_back",
      expect.stringMatching(reason),
      ["state.json"],
    ]);
  });

  it("does not begin when what the hub hands out is not what it offered", async () => {
    await start();
    const ends: unknown[] = [];
    for (const spoil of [() => truncate(shipped, 1000), () => writeFile(shipped, "x".repeat(1000))]) {
      await hub.call("POST", "/agents/updates", { server_ids: ["nas"] });
      await spoil();
      ends.push(await end());
    }

    expect(ends).toMatchObject([
      { state: "failed", reason: expect.stringMatching(/^The hub sent 1000 bytes/) },
      { state: "failed", reason: expect.stringMatching(/^The SHA-256 of what the hub sent is/) },
    ]);
  });

  it("comes to its end also when the power goes off in each of its states", async () => {
    const started = await update();
    const cut = new Set<string>();
    const last = await vi.waitFor(async () => {
      const { state = "" } = (await list())?.update ?? {};
      if (["done", "failed", "rolled_back"].includes(state)) return state;
      if (!cut.has(state)) await started.powerCut();
      cut.add(state);
      throw new Error(started.output);
    }, patience);
    await reports(last === "done" ? "0.2.0" : "0.1.0");

    // Whether a cut came into the trial twice, which ends it, is chance.
    expect([cut.size > 1, last]).toEqual([true, expect.stringMatching(/^(done|rolled_back)$/)]);
  });
});
