import { execFileSync, spawnSync } from "node:child_process";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { bundleAgent } from "../../agent/bundle.mjs";
import { AgentProcess } from "../support/agent-process.ts";
import { freePort } from "../support/mosquitto.ts";
import { canMount, ScratchDisk } from "../support/scratch-disk.ts";
import { TestHub, testKey } from "../support/test-hub.ts";

const everySecond = "integrations: { agent: { local: false, heartbeat_interval_seconds: 1 } }\n";

let folder: string;
let bundle: string;
let port: number;
let hub: TestHub | undefined;
let agent: AgentProcess | undefined;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "agent-troubles-"));
  bundle = path.join(folder, "homelab-agent.mjs");
  await bundleAgent(bundle);
});

beforeEach(async () => {
  port = await freePort();
});

afterEach(async () => {
  await agent?.stop("SIGKILL");
  await hub?.remove();
  [agent, hub] = [undefined, undefined];
  await rm(path.join(folder, "agent"), { recursive: true, force: true });
});

afterAll(() => rm(folder, { recursive: true }));

const outbox = () => path.join(folder, "agent", "outbox");

async function startHub(config = everySecond, prepare?: (dataFolder: string) => Promise<void>): Promise<void> {
  hub = await TestHub.start({ config, listen: `127.0.0.1:${port}`, ...(prepare ? { prepare } : {}) });
}

/** Starts the agent with these settings beside those that every agent here has. */
async function startAgent(...settings: readonly string[]): Promise<AgentProcess> {
  agent = new AgentProcess([process.execPath, bundle, "--config", await writeConfig(settings)]);
  return agent;
}

async function writeConfig(settings: readonly string[]): Promise<string> {
  await mkdir(path.join(folder, "agent"), { recursive: true });
  const file = path.join(folder, "agent", "config.yaml");
  const all = { hub_url: `http://127.0.0.1:${port}`, heartbeat_interval: "1", identity: "{ enabled: false }" };
  const own = Object.fromEntries(settings.map((line) => line.split(/: (.*)/)));
  const lines = Object.entries({ ...all, ...own }).map(([name, value]) => `${name}: ${value}\n`);
  await writeFile(file, lines.join(""));
  return file;
}

/** How many readings the hub has of the one machine. */
async function recorded(): Promise<number> {
  if (!hub) return 0;
  const { body } = await hub.call<{ machines: { id: string }[] }>("GET", "/machines");
  const [machine] = body.machines;
  if (!machine) return 0;
  const from = new Date(Date.now() - 600_000).toISOString();
  const query = `/history?entity_id=${machine.id}.load_1m&from=${from}&resolution=raw`;
  const history = await hub.call<{ series: { readings: unknown[] }[] }>("GET", query);
  return history.body.series[0]?.readings.length ?? 0;
}

const reachesTheHub = (count: number) =>
  expect.poll(recorded, { timeout: 60_000, interval: 250 }).toBeGreaterThanOrEqual(count);

describe("an agent says what is wrong, keeps what it measured, and goes on,", () => {
  it("when the hub cannot be reached", async () => {
    const running = await startAgent(`api_token: ${testKey}`);
    const { level, reason } = await running.said(/cannot be reached/);
    await expect.poll(() => readdir(outbox()), { timeout: 10_000 }).not.toEqual([]);
    await startHub();

    await running.said(/takes the heartbeats/);
    await reachesTheHub(3);
    expect([level, reason]).toEqual(["warn", expect.stringContaining("ECONNREFUSED")]);
  });

  it("when its token is wrong", async () => {
    await startHub();
    const running = await startAgent("api_token: hla_wrong");
    const { level, reason } = await running.said(/refuses this agent/);

    await expect.poll(() => readdir(outbox()), { timeout: 10_000 }).not.toEqual([]);
    expect([level, reason]).toEqual([
      "error",
      expect.stringMatching(/does not know this agent's token.*set api_token/),
    ]);
  });

  it("when its token is revoked", async () => {
    await startHub();
    const made = await hub?.call<{ token: string }>("POST", "/agents/register/tokens", {});
    const running = await startAgent(`enrolment_token: ${made?.body.token}`);
    await running.said(/takes the heartbeats/);
    const guid = /server_guid: (\S+)/.exec(await readFile(path.join(folder, "agent", "config.yaml"), "utf8"))?.[1];
    await hub?.call("POST", `/agents/credentials/${guid}/revoke`, {});

    const { level, reason } = await running.said(/refuses this agent/);
    expect([level, reason]).toEqual(["error", expect.stringMatching(/revoked|does not know this agent's token/)]);
  });

  it("when it does not trust the hub's certificate", async () => {
    const tls = "hub: { tls: { cert: hub.crt, key: hub.key } }\n";
    await startHub(`${tls}${everySecond}`, async (cwd) => {
      const files = ["-keyout", "hub.key", "-out", "hub.crt", "-subj", "/CN=hub", "-days", "2"];
      const kind = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
      execFileSync("openssl", [...kind, ...files, "-addext", "subjectAltName=IP:127.0.0.1"], { cwd, stdio: "ignore" });
    });
    const running = await startAgent(`hub_url: https://127.0.0.1:${port}`, `api_token: ${testKey}`);

    const { level, reason } = await running.said(/cannot be reached/);
    expect([level, reason]).toEqual(["warn", expect.stringMatching(/certificate of the hub is not trusted.*--ca/)]);
  });
});

describe.runIf(canMount())("an agent whose disk does not take what it keeps", () => {
  const complaint = /cannot be kept on disk/;
  let disk: ScratchDisk;

  beforeEach(async () => {
    disk = await ScratchDisk.inMemory(1);
  });

  afterEach(async () => {
    await agent?.stop("SIGKILL");
    await disk.remove();
  });

  it("says that the disk is full, keeps it in memory, and loses nothing", async () => {
    await mkdir(path.join(disk.folder, "outbox"));
    await disk.fill();
    const running = await startAgent(`api_token: ${testKey}`, `outbox: { path: "${disk.folder}/outbox" }`);
    const { level, reason } = await running.said(complaint);
    await startHub();

    await running.said(/takes the heartbeats/);
    await reachesTheHub(3);
    expect([level, reason]).toEqual(["error", "the disk is full (ENOSPC)"]);
  });

  it("says that it is read-only, and goes on", async () => {
    execFileSync("mount", ["-o", "remount,ro", disk.folder]);
    const running = await startAgent(`api_token: ${testKey}`, `outbox: { path: "${disk.folder}/outbox" }`);
    const { level, reason } = await running.said(complaint);
    await startHub();

    await running.said(/takes the heartbeats/);
    await reachesTheHub(2);
    expect([level, reason]).toEqual(["error", "the file system is read-only (EROFS)"]);
  });
});

describe.runIf(canMount())("an agent that may not see the processes of others (hidepid=2)", () => {
  it("reports all the rest, and says why it leaves them out", async () => {
    const file = await writeConfig([`api_token: ${testKey}`]);
    await Promise.all([chmod(folder, 0o755), chmod(path.dirname(file), 0o755), chmod(file, 0o644)]);
    const asNobody = "setpriv --reuid 65534 --regid 65534 --clear-groups";
    const script = `mount -t proc -o hidepid=2 proc /proc && exec ${asNobody} "$@"`;
    const command = [process.execPath, bundle, "--once", "--config", file];
    const { stdout, stderr } = spawnSync("unshare", ["--mount", "sh", "-c", script, "sh", ...command]);
    const { metrics, hostname, processes } = JSON.parse(stdout.toString());

    expect({
      memory: metrics.memory_total_mb > 0,
      load: typeof metrics.load_1m,
      hostname: typeof hostname,
      processes,
      log: stderr.toString(),
    }).toEqual({
      memory: true,
      load: "number",
      hostname: "string",
      processes: undefined,
      log: expect.stringMatching(/processes.*hides the processes of other users \(hidepid\)/),
    });
  });
});
