import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { bundleAgent } from "../../agent/bundle.mjs";
import { startShippingHub } from "../integrations/agent/updates/shipping-hub.ts";
import { Box } from "../lab/box.ts";
import { whyNoBoxes } from "../lab/debian.ts";
import { differences, listFiles } from "../lab/file-list.ts";
import type { TestHub } from "../support/test-hub.ts";

const reason = whyNoBoxes();
const noBoot = reason ?? (await Box.whyNoneBoots());
if (noBoot !== undefined) console.info(`Updates on a Debian that runs systemd are not tried: ${noBoot}`);

const config = "integrations:\n  agent:\n    local: false\n    heartbeat_interval_seconds: 1\n";
/** Patience for what another process does in its own time; systemd waits for ten seconds before it starts an agent again. */
const patience = { timeout: 60_000, interval: 200 };

let folder: string;
let shipped: { version: string; readonly agentBundle: string };
let hub: TestHub;
let box: Box;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "homelabcmd-shipped-"));
  shipped = { version: "0.1.0", agentBundle: path.join(folder, "homelab-agent.mjs") };
  await ship("0.1.0");
  hub = await startShippingHub(() => ({ ...shipped }), { config });
});

afterEach(async () => {
  await box?.remove();
  await hub.remove();
  await rm(folder, { recursive: true });
});

/** Has the hub ship another version from now on. */
async function ship(version: string): Promise<void> {
  await bundleAgent(shipped.agentBundle, version);
  shipped.version = version;
}

interface Listed {
  readonly server_id: string;
  readonly version: string;
  readonly updates_enabled: boolean | null;
  readonly update: { readonly state: string; readonly version: string; readonly reason: string | null } | null;
}

/** The agent, once it is as the test waits for it. */
function agent(isThere: (agent: Listed) => boolean): Promise<Listed> {
  return vi.waitFor(async () => {
    const { body } = await hub.call<{ agents: readonly Listed[] }>("GET", "/agents");
    const [first] = body.agents;
    if (!first || !isThere(first)) throw new Error(`${JSON.stringify(first)}\n${await box.succeed(journal)}`);
    return first;
  }, patience);
}

const journal = "journalctl --unit homelab-agent --output cat --lines 40 2>/dev/null || cat /var/log/homelab-agent.log";
const hasEnded = ({ update }: Listed) => ["done", "failed", "rolled_back"].includes(update?.state ?? "");

/** What the dashboard does at a click, and how it ends. */
async function click(): Promise<Listed["update"]> {
  const { body } = await hub.call("POST", "/agents/updates", { server_ids: ["nas"] });
  if (!String(body["offered"])) throw new Error(JSON.stringify(body));
  return (await agent((one) => hasEnded(one) && one.update?.version === shipped.version)).update;
}

describe.skipIf(noBoot !== undefined)("one click, on a Debian with systemd,", () => {
  it("brings the new version, comes back by itself from a broken one, and leaves nothing to who uninstalls", async () => {
    box = await Box.make("nas");
    await box.boot();
    const before = await listFiles(box);
    const { body } = await hub.call("POST", "/agents/register/tokens", { updates: true });
    await box.succeed(String(body["install_command"]));
    await agent(({ updates_enabled: isEnabled }) => isEnabled === true);
    const installed = await box.succeed("sha256sum /opt/homelab-agent/homelab-agent.mjs");

    await ship("0.2.0");
    const good = await click();
    await ship("0.3.0");
    const [shebang, ...code] = (await readFile(shipped.agentBundle, "utf8")).split("\n");
    const crash = 'if (!process.argv.includes("--once")) throw new Error("this version is broken");';
    await writeFile(shipped.agentBundle, [shebang, crash, ...code].join("\n"));
    const bad = await click();
    const { version } = await agent((one) => one.version === "0.2.0");

    const untouched = await box.succeed("sha256sum /opt/homelab-agent/homelab-agent.mjs");
    await ship("0.4.0");
    await box.succeed(`curl -fsS ${hub.url}/agent/install.sh | sh -s -- --upgrade`);
    await agent((one) => one.version === "0.4.0");
    const staged = await box.exec("ls /var/lib/homelab-agent/update");
    await box.succeed(`curl -fsS ${hub.url}/agent/install.sh | sh -s -- --uninstall`);

    expect({
      good: good?.state,
      bad: [bad?.state, bad?.reason, version],
      untouched,
      staged: staged.code,
      left: differences(before, await listFiles(box)),
    }).toEqual({
      good: "done",
      bad: ["rolled_back", "It ended with exit code 1: Error: this version is broken", "0.2.0"],
      untouched: installed,
      staged: 2,
      left: [],
    });
  });
});

describe.skipIf(reason !== undefined)("one click, on a machine without systemd,", () => {
  it("brings the new version", async () => {
    box = await Box.make("nas");
    await box.mountApi();
    await box.succeed("rm /lib/systemd/systemd");
    const { body } = await hub.call("POST", "/agents/register/tokens", { updates: true });
    await box.succeed(`${String(body["install_command"])} --server-id nas`);
    await agent(({ updates_enabled: isEnabled }) => isEnabled === true);
    await ship("0.2.0");
    const good = await click();
    await box.succeed(`curl -fsS ${hub.url}/agent/install.sh | sh -s -- --uninstall`);

    expect(good?.state).toBe("done");
  });
});
