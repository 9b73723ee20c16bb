import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { bundleAgent } from "../../agent/bundle.mjs";
import { freePort, hasMosquitto, Mosquitto } from "../support/mosquitto.ts";
import { TestHub, testKey } from "../support/test-hub.ts";

let folder: string;
let bundle: string;
let hub: TestHub;
let agent: ChildProcess | undefined;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "agent-transport-"));
  bundle = path.join(folder, "homelab-agent.mjs");
  await bundleAgent(bundle);
});

afterAll(() => rm(folder, { recursive: true }));

const file = () => path.join(folder, "config.yaml");

beforeEach(() =>
  writeFile(file(), `hub_url: http://127.0.0.1:1\napi_token: ${testKey}\nidentity: { enabled: false }\n`),
);

afterEach(async () => {
  agent?.kill("SIGKILL");
  await hub.remove();
});

const startHub = async (block: string) => {
  hub = await TestHub.start({
    config: `mqtt: ${block}\nintegrations: { agent: { local: false, heartbeat_interval_seconds: 1 } }\n`,
  });
};

/** Changes settings of the agent's file, as a person does: what the agent has written there stays. */
async function edit(...settings: readonly string[]): Promise<void> {
  const names = settings.map((setting) => setting.split(":")[0]);
  const lines = (await readFile(file(), "utf8")).trimEnd().split("\n");
  const kept = lines.filter((line) => !names.includes(line.split(":")[0]));
  await writeFile(file(), `${[...kept, ...settings].join("\n")}\n`);
}

/** Runs the agent until the hub has taken in so many of its heartbeats, and stops it as systemd does. */
async function report(count: number): Promise<void> {
  let output = "";
  const child = spawn(process.execPath, [bundle, "--config", file()]);
  agent = child;
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  child.stderr.on("data", (chunk) => {
    output += chunk;
  });
  const before = await stored();
  await expect
    .poll(async () => (await stored()) - before, { timeout: 30_000, message: output })
    .toBeGreaterThanOrEqual(count);
  child.kill("SIGTERM");
  await once(child, "exit");
}

interface MachineList {
  readonly machines: readonly { readonly id: string; readonly guid: string }[];
}

async function machines(): Promise<MachineList["machines"]> {
  return (await hub.call<MachineList>("GET", "/machines")).body.machines;
}

/** How many readings the hub has of the one machine. */
async function stored(): Promise<number> {
  const [machine] = await machines();
  if (!machine) return 0;
  const [from, to] = [Date.now() - 3_600_000, Date.now() + 60_000].map((time) => new Date(time).toISOString());
  const query = `/history?entity_id=${machine.id}.load_1m&from=${from}&to=${to}&resolution=raw`;
  const { body } = await hub.call<{ series: { readings: unknown[] }[] }>("GET", query);
  return body.series[0]?.readings.length ?? 0;
}

describe("an agent whose transport is changed", () => {
  it("from HTTP to MQTT and back is the same machine all the time, and loses nothing", async () => {
    const port = await freePort();
    await startHub(`{ broker: embedded, embedded: { listen: "127.0.0.1:${port}" } }`);
    await edit(`hub_url: ${hub.url}`);
    await report(2);
    const first = await machines();
    await edit("transport: mqtt", `mqtt: { url: "mqtt://127.0.0.1:${port}" }`);
    await report(2);
    await edit("transport: http");
    await report(2);
    const guid = /server_guid: (\S+)/.exec(await readFile(file(), "utf8"))?.[1];

    expect([await machines(), first.map((machine) => machine.guid), (await stored()) >= 6]).toEqual([
      [expect.objectContaining({ id: first[0]?.id, guid })],
      [guid],
      true,
    ]);
  });

  it.runIf(hasMosquitto())("to MQTT by way of Mosquitto is answered there", async () => {
    const mosquitto = await Mosquitto.start();
    await startHub(`{ broker: external, external: { url: "${mosquitto.url}" } }`);
    await edit(`hub_url: ${hub.url}`, "transport: mqtt", `mqtt: { url: "${mosquitto.url}" }`);
    await report(3);
    const found = await machines();
    await mosquitto.remove();

    expect(found.length).toBe(1);
  });
});
