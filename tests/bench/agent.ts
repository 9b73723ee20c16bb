import { mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { bundleAgent } from "../../agent/bundle.mjs";
import type { Heartbeat } from "../../agent/protocol.ts";
import { TestHub } from "../agent/test-hub.ts";
import { installedStart } from "../support/agent-start.ts";
import { exporterUrl, startPeers } from "./agent-peers.ts";
import { startEncryptedFront } from "./encrypted-front.ts";
import { milliseconds } from "./figures.ts";
import { MeasuredProgram } from "./measured-program.ts";

/** Until apt was asked, and the first collections of garbage are over. */
const settleSeconds = 30;
const minutes = 3;
const emptyProgram = ["-e", "setInterval(() => {}, 1e9)"];

const seconds = (count: number) => new Promise((resolve) => setTimeout(resolve, count * 1000));
const bytes = (count: number) => `${count.toLocaleString("en")} B`;
const megabytes = (count: number) => (count / 1e6).toFixed(1);

/** One agent, and the hub that it reports to once a minute. */
interface RunningAgent {
  readonly program: MeasuredProgram;
  readonly hub: TestHub;
  readonly firstHeartbeatMilliseconds: number;
  stop(): Promise<void>;
}

/** Starts agents of one bundle, each with a config of its own. */
class AgentStarter {
  readonly #folder: string;
  readonly bundle: string;

  constructor(folder: string) {
    this.#folder = folder;
    this.bundle = join(folder, "homelab-agent.mjs");
  }

  /** As the installer's unit starts it, or by Node without flags. */
  async start(name: string, kind: "installed" | "bare" | "https"): Promise<RunningAgent> {
    const hub = new TestHub();
    const url = await hub.start();
    const folder = join(this.#folder, kind);
    await mkdir(folder);
    const front = kind === "https" ? await startEncryptedFront(url, folder) : null;
    const config = join(folder, "config.yaml");
    const settings = { hub_url: front?.url ?? url, api_token: "bench", identity: { enabled: false } };
    await writeFile(config, JSON.stringify(settings));
    const { flags, environment } = kind === "bare" ? { flags: [], environment: {} } : installedStart();
    const trust = front ? { NODE_EXTRA_CA_CERTS: front.certificate } : {};
    const first = hub.next();
    const startedAt = performance.now();
    const command = [process.execPath, ...flags, this.bundle, "--config", config];
    const program = new MeasuredProgram(name, command, { ...environment, ...trust });
    await first;
    const stop = async () => {
      await program.stop();
      front?.close();
      await hub.stop();
    };
    return { program, hub, firstHeartbeatMilliseconds: performance.now() - startedAt, stop };
  }
}

/** Asks the exporter as often as the agents report. */
async function scrapeEveryMinute(): Promise<string> {
  let text = "";
  for (let scrape = 0; scrape < minutes; scrape++) {
    text = await fetch(exporterUrl).then(
      (response) => response.text(),
      () => "",
    );
    await seconds(60);
  }
  return text;
}

async function printPrograms(programs: readonly MeasuredProgram[]): Promise<void> {
  const rows = [["", "resident", "anonymous", "proportional", "CPU a minute", "of it programs it ran"]];
  for (const program of programs) {
    const { resident, anonymous, proportional } = await program.memory();
    const { own, children } = await program.processorMilliseconds();
    rows.push([
      program.name,
      ...[resident, anonymous, proportional].map((count) => `${megabytes(count)} MB`),
      milliseconds((own + children) / minutes),
      milliseconds(children / minutes),
    ]);
  }
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  for (const row of rows) {
    const cells = row.map((cell, column) => {
      const width = widths[column] ?? 0;
      return column === 0 ? cell.padEnd(width) : cell.padStart(width);
    });
    console.log(`  ${cells.join("  ")}`);
  }
}

function sizeOf(heartbeat: Heartbeat | undefined): string {
  if (!heartbeat) return "none came";
  const text = JSON.stringify(heartbeat);
  return `${bytes(text.length)}, ${bytes(gzipSync(text).length)} packed`;
}

/** The agent beside an empty Node process and what else watches machines, in the same minutes, at a report a minute each. */
export async function agentBench(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "homelabcmd-bench-"));
  const starter = new AgentStarter(folder);
  await bundleAgent(starter.bundle);
  const { flags, environment } = installedStart();
  const installed = await starter.start(`agent, node ${flags.join(" ")}`, "installed");
  const encrypted = await starter.start("the same, hub over HTTPS", "https");
  const bare = await starter.start("the same, node without flags", "bare");
  const agents = [installed, encrypted, bare];
  const others = [
    new MeasuredProgram("empty Node process, without flags", [process.execPath, ...emptyProgram]),
    new MeasuredProgram("the same, with those flags", [process.execPath, ...flags, ...emptyProgram], environment),
    ...(await startPeers(folder)),
  ];
  const programs = [...agents.map(({ program }) => program), ...others];
  await seconds(settleSeconds);
  await Promise.all(programs.map((program) => program.processorMilliseconds()));
  const scraped = await scrapeEveryMinute();

  console.log(`  Node ${process.versions.node}, ${minutes} minutes`);
  await printPrograms(programs);
  const heartbeats = installed.hub.requests.flatMap((request) => request.heartbeats);
  console.log(`  start to first heartbeat    ${milliseconds(installed.firstHeartbeatMilliseconds)}`);
  console.log(`    the same over HTTPS       ${milliseconds(encrypted.firstHeartbeatMilliseconds)}`);
  console.log(`  one heartbeat               ${sizeOf(heartbeats.findLast(({ packages }) => !packages))}`);
  console.log(`    with the list of packages ${sizeOf(heartbeats.findLast(({ packages }) => packages))}`);
  if (scraped)
    console.log(`  one scrape of the exporter  ${bytes(scraped.length)}, ${bytes(gzipSync(scraped).length)} packed`);
  console.log(`  the bundle                  ${bytes((await stat(starter.bundle)).size)}`);
  await Promise.all([...agents, ...others].map((one) => one.stop()));
  await rm(folder, { recursive: true });
}
