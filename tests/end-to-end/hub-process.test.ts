import { mkdtemp, open, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { HubProcess } from "../support/hub-process.ts";
import { testKey } from "../support/test-hub.ts";

let folder: string;
const running: HubProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "homelabcmd-process-"));
});

afterEach(async () => {
  for (const hub of running.splice(0)) {
    hub.signal("SIGKILL");
    await hub.ended;
  }
  await rm(folder, { recursive: true, force: true });
});

function start(variables: Record<string, string> = {}): HubProcess {
  const hub = new HubProcess({
    HOMELABCMD_CONFIG: path.join(folder, "config.yaml"),
    HOMELABCMD_DATA: path.join(folder, "data"),
    HOMELABCMD_LISTEN: "127.0.0.1:0",
    HOMELABCMD_API_KEY: testKey,
    ...variables,
  });
  running.push(hub);
  return hub;
}

async function get<Body>(url: string, resource: string): Promise<Body> {
  const response = await fetch(`${url}/api/v1${resource}`, { headers: { "X-API-Key": testKey } });
  return (await response.json()) as Body;
}

interface MachineBody {
  readonly id: string;
  readonly guid: string;
  readonly latest_metrics: Readonly<Record<string, number>> | null;
}

interface HistoryBody {
  readonly series: readonly { readonly points: readonly (readonly [at: number, mean: number | null])[] }[];
}

/** The machine that the local agent registered, once it has. */
async function firstMachine(url: string): Promise<MachineBody> {
  let machine: MachineBody | undefined;
  await expect
    .poll(async () => {
      machine = (await get<{ machines: MachineBody[] }>(url, "/machines")).machines[0];
      return machine?.latest_metrics?.["cpu_percent"];
    })
    .toEqual(expect.any(Number));
  return machine as MachineBody;
}

/** Process ids of agents that run on the test's folder. */
async function agentPids(): Promise<number[]> {
  const pids: number[] = [];
  for (const pid of (await readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
    const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
    if (command.includes("homelab-agent.mjs") && command.includes(folder)) pids.push(Number(pid));
  }
  return pids;
}

/** A bad start: what it says, in one or two lines without a stack, and its exit code. */
async function refusal(hub: HubProcess) {
  const { code, errors, output } = await hub.ended;
  const lines = errors.trim().split("\n");
  expect(errors).not.toMatch(/\n\s+at /);
  expect(output).not.toMatch(/running at/);
  return { code, lines };
}

function listen(port = 0): Promise<Server> {
  return new Promise((resolve) => {
    const server = createServer().listen(port, "127.0.0.1", () => resolve(server));
  });
}

describe("a hub on an empty folder", () => {
  it("watches its own machine through its own agent, over HTTP", async () => {
    const hub = start();
    const machine = await firstMachine(await hub.url());
    const { cpu_percent: cpu, memory_total_mb: memory, uptime_seconds: uptime } = machine.latest_metrics ?? {};
    expect([Number.isFinite(cpu), Number(memory) > 0, Number(uptime) > 0]).toEqual([true, true, true]);
  });

  it("prints a login link and, on the first start only, the admin key", async () => {
    const first = start({ HOMELABCMD_API_KEY: "" });
    await first.printed(/login#hll_/);
    await first.printed(/hlc_[\w-]{43}/);
    first.signal("SIGTERM");
    await first.ended;
    const second = start({ HOMELABCMD_API_KEY: "" });
    await second.printed(/login#hll_/);
    second.signal("SIGTERM");
    expect((await second.ended).output).not.toMatch(/hlc_/);
  });

  it("stops cleanly on Ctrl-C, with its agent, and finds everything again", async () => {
    const hub = start();
    const { guid } = await firstMachine(await hub.url());
    hub.signal("SIGINT");
    hub.signal("SIGINT");
    const { code, output } = await hub.ended;
    const files = await readdir(path.join(folder, "data"));
    expect([code, /Stopped/.test(output), await agentPids(), files.filter((file) => file.endsWith("-wal"))]).toEqual([
      0,
      true,
      [],
      [],
    ]);
    const again = start();
    expect((await firstMachine(await again.url())).guid).toBe(guid);
    expect((await get<{ total: number }>(await again.url(), "/machines")).total).toBe(1);
  });

  it("starts its agent again when somebody kills it", async () => {
    const hub = start();
    await firstMachine(await hub.url());
    const [before = 0] = await agentPids();
    process.kill(before, "SIGKILL");
    await hub.printed(/local agent ended \(SIGKILL\); it starts again in 1 s/);
    await expect.poll(agentPids, { timeout: 10_000 }).toEqual([expect.not.toSatisfy((pid) => pid === before)]);
  });

  it("leaves no agent behind and loses no committed reading when it is killed itself", async () => {
    const hub = start();
    const url = await hub.url();
    const { id } = await firstMachine(url);
    const count = async (address: string) => {
      const { series } = await get<HistoryBody>(address, `/history?entity_id=${id}.memory_total_mb&points=2000`);
      return series[0]?.points.filter(([, mean]) => mean !== null).length ?? 0;
    };
    await expect.poll(() => count(url)).toBeGreaterThan(0);
    const before = await count(url);
    hub.signal("SIGKILL");
    await hub.ended;
    await expect.poll(agentPids).toEqual([]);
    const again = start({ HOMELABCMD_CONFIG: await configured("integrations: { agent: { local: false } }") });
    expect(await count(await again.url())).toBeGreaterThanOrEqual(before);
  });
});

async function configured(text: string): Promise<string> {
  const file = path.join(folder, "config.yaml");
  await writeFile(file, text);
  return file;
}

describe("a hub that cannot start says why in a line or two, and how to mend it", () => {
  it("when the port is taken", async () => {
    const server = await listen();
    const { port } = server.address() as { port: number };
    const { code, lines } = await refusal(start({ HOMELABCMD_LISTEN: `127.0.0.1:${port}` }));
    server.close();
    expect({ code, lines }).toEqual({
      code: 1,
      lines: [
        `Port ${port} is taken: another program listens on 127.0.0.1:${port}.`,
        "Stop it, or choose another address in hub.listen or HOMELABCMD_LISTEN.",
      ],
    });
  });

  it("when the data folder cannot be written", async () => {
    const file = path.join(folder, "a-file");
    await writeFile(file, "");
    const { code, lines } = await refusal(start({ HOMELABCMD_DATA: path.join(file, "data") }));
    expect([code, lines.length, lines[0]?.startsWith(`The data folder ${file}/data cannot be written`)]).toEqual([
      1,
      2,
      true,
    ]);
  });

  it("when another hub runs on the same folder", async () => {
    const hub = start({ HOMELABCMD_CONFIG: await configured("integrations: { agent: false }") });
    await hub.url();
    const { code, lines } = await refusal(start());
    expect([code, lines.length, lines[0]]).toEqual([
      1,
      2,
      expect.stringMatching(/^Another hub is running on this data folder/),
    ]);
  });

  it("when config.yaml has typos: all of them, with file, line, column and the nearest name", async () => {
    const file = await configured(
      "hub:\n  lisen: 0.0.0.0:80\nintegrations:\n  agnet:\n    local: true\n  agent:\n    local: maybe\n",
    );
    const { code, lines } = await refusal(start());
    expect({ code, lines }).toEqual({
      code: 2,
      lines: [
        `${file}:2:3  hub.lisen is not a known setting; did you mean "listen"? Allowed: name, listen, time_zone, public_url, trusted_proxies, base_path, offline_after_seconds, tls`,
        `${file}:4:3  there is no integration "agnet"; did you mean "agent"? Allowed: agent, alerts, email, ntfy, slack, webhook`,
        `${file}:7:12  integrations.agent.local must be true or false, but is "maybe"`,
      ],
    });
  });

  it.each([
    ["no database at all", "this is not a database, however long it may be ".repeat(50)],
    ["cut off in the middle", undefined],
  ])("when the database file is %s, and leaves it as it was", async (_name, text) => {
    const file = path.join(folder, "data", "homelabcmd.db");
    const hub = start({ HOMELABCMD_CONFIG: await configured("integrations: { agent: false }") });
    await hub.url();
    hub.signal("SIGTERM");
    await hub.ended;
    if (text === undefined) await (await open(file, "r+")).truncate(20_000);
    else await writeFile(file, text);
    const before = await readFile(file);
    const { code, lines } = await refusal(start());
    expect([code, lines.length, lines[0]?.startsWith(`The database ${file} cannot be used`)]).toEqual([1, 2, true]);
    expect((await readFile(file)).equals(before)).toBe(true);
  });

  it("when the admin key of the environment is too short to be safe", async () => {
    expect(await refusal(start({ HOMELABCMD_API_KEY: "short" }))).toEqual({
      code: 2,
      lines: ["HOMELABCMD_API_KEY is too short: use at least 16 characters."],
    });
  });
});
