import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { bundleAgent } from "../../agent/bundle.mjs";
import type { Heartbeat } from "../../agent/protocol.ts";
import { TestHub } from "../agent/test-hub.ts";
import { type Figure, megabytes, milliseconds, printFigures } from "./figures.ts";

const exporter = "/usr/bin/prometheus-node-exporter";
const exporterPort = 19_100;
/** Until apt was asked, and the first collections of garbage are over. */
const settleSeconds = 20;
const measureSeconds = 30;

const seconds = (count: number) => new Promise((resolve) => setTimeout(resolve, count * 1000));
const bytes = (count: number) => `${count.toLocaleString("en")} B`;

/** One program, and what it takes. */
class Subject {
  readonly #child: ChildProcess;
  #processorMilliseconds = 0;

  constructor(command: string, parameters: readonly string[]) {
    this.#child = spawn(command, parameters, { stdio: "ignore" });
  }

  async residentBytes(): Promise<number> {
    const status = await readFile(`/proc/${this.#child.pid}/status`, "utf8");
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) * 1024;
  }

  /** Processor milliseconds since the last call, with the programs that it ran: proc_pid_stat(5), utime to cstime. */
  async processorMilliseconds(): Promise<number> {
    const text = await readFile(`/proc/${this.#child.pid}/stat`, "utf8");
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    const ticks = [11, 12, 13, 14].reduce((sum, field) => sum + Number(fields[field]), 0);
    const spent = ticks * 10 - this.#processorMilliseconds;
    this.#processorMilliseconds = ticks * 10;
    return spent;
  }

  async stop(): Promise<void> {
    const ended = once(this.#child, "exit");
    this.#child.kill("SIGTERM");
    await ended;
  }
}

/** The agent, its bundle and the hub that it reports to, every second. */
async function startAgent(folder: string) {
  const [bundle, config] = [join(folder, "homelab-agent.mjs"), join(folder, "config.yaml")];
  await bundleAgent(bundle);
  const hub = new TestHub();
  hub.intervalSeconds = 1;
  const settings = { hub_url: await hub.start(), api_token: "bench", identity: { enabled: false } };
  await writeFile(config, JSON.stringify(settings));
  const agent = new Subject(process.execPath, [bundle, "--config", config]);
  return { agent, hub, bundleBytes: (await stat(bundle)).size };
}

/** Asks the exporter as Prometheus does; resolves with how often, and with the length of an answer. */
async function scrapeEverySecond(times: number): Promise<{ readonly plain: number; readonly packed: number }> {
  let text = "";
  for (let scrape = 0; scrape < times; scrape++) {
    text = await (await fetch(`http://127.0.0.1:${exporterPort}/metrics`)).text();
    await seconds(1);
  }
  return { plain: text.length, packed: gzipSync(text).length };
}

function sizeOf(heartbeat: Heartbeat | undefined): string {
  if (!heartbeat) return "none came";
  const text = JSON.stringify(heartbeat);
  return `${bytes(text.length)}, ${bytes(gzipSync(text).length)} packed`;
}

/** The agent as it runs on a machine, beside the exporter that Prometheus users know, in the same minute. */
export async function agentBench(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "homelabcmd-bench-"));
  const { agent, hub, bundleBytes } = await startAgent(folder);
  const empty = new Subject(process.execPath, ["-e", "setInterval(() => {}, 1e9)"]);
  const hasPeer = existsSync(exporter);
  const peer = hasPeer ? new Subject(exporter, [`--web.listen-address=127.0.0.1:${exporterPort}`]) : null;
  if (!hasPeer) console.log("  apt-get install prometheus-node-exporter brings the peer");

  await seconds(settleSeconds);
  const firstHeartbeats = hub.requests.length;
  await Promise.all([agent.processorMilliseconds(), peer?.processorMilliseconds()]);
  const [answer] = await Promise.all([peer ? scrapeEverySecond(measureSeconds) : null, seconds(measureSeconds)]);
  const heartbeats = hub.requests.slice(firstHeartbeats).flatMap((request) => request.heartbeats);
  const all = hub.requests.flatMap((request) => request.heartbeats);
  const perHeartbeat = (await agent.processorMilliseconds()) / heartbeats.length;
  const figures: Figure[] = [
    {
      what: "resident memory",
      ours: megabytes(await agent.residentBytes()),
      ...(peer ? { peer: megabytes(await peer.residentBytes()) } : {}),
    },
    { what: "of which an empty Node process", ours: megabytes(await empty.residentBytes()) },
    {
      what: "processor time of one report",
      ours: milliseconds(perHeartbeat),
      ...(peer ? { peer: milliseconds((await peer.processorMilliseconds()) / measureSeconds) } : {}),
    },
    {
      what: "one report",
      ours: sizeOf(heartbeats.findLast(({ packages }) => !packages)),
      ...(answer ? { peer: `${bytes(answer.plain)}, ${bytes(answer.packed)} packed` } : {}),
    },
    { what: "one with the list of packages", ours: sizeOf(all.findLast(({ packages }) => packages)) },
    { what: "the file", ours: bytes(bundleBytes) },
  ];
  await Promise.all([agent.stop(), empty.stop(), peer?.stop()]);
  await hub.stop();
  await rm(folder, { recursive: true });
  printFigures("prometheus-node-exporter", figures);
}
