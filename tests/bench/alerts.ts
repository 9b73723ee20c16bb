import { fork } from "node:child_process";
import path from "node:path";
import { measureAlertLatency } from "./alert-latency.ts";
import { milliseconds, perSecond, printFigures } from "./figures.ts";
import type { LoadOutcome, LoadPlan } from "./ingest-load.ts";
import { benchKey, ServerProcess } from "./server-process.ts";

const machines = 200;
const runs = 3;
const warmUp: LoadPlan = { connections: 16, seconds: 3 };
/** The processor is not the limit, so that what a heartbeat takes of it can be told. */
const plan: LoadPlan = { connections: 16, seconds: 8, perSecond: 1000 };

/** What one heartbeat costs a hub. */
interface Cost {
  /** Processor time of all threads, in microseconds. */
  readonly microseconds: number;
  readonly acceptedPerSecond: number;
  readonly p95: number;
}

async function costOfHeartbeat(hasAlerts: boolean): Promise<Cost> {
  const hub = await ServerProcess.hub(false, 0, [], hasAlerts ? [] : ["  alerts: { enabled: false }"]);
  const file = path.join(import.meta.dirname, "ingest-loader.ts");
  const loader = fork(file, [hub.url, String(machines), benchKey], { serialization: "advanced" });
  const load = (one: LoadPlan) =>
    new Promise<LoadOutcome>((resolve) => {
      loader.once("message", (message) => resolve(message as LoadOutcome));
      loader.send(one);
    });
  await load(warmUp);
  const before = await hub.processorSeconds();
  const { acceptedPerSecond, p95 } = await load(plan);
  const seconds = (await hub.processorSeconds()) - before;
  loader.kill();
  await hub.stop();
  return { microseconds: (seconds * 1e6) / (acceptedPerSecond * plan.seconds), acceptedPerSecond, p95 };
}

/** The one in the middle of several runs, with and without alerts in turn. */
async function costs(): Promise<readonly [withAlerts: Cost, without: Cost]> {
  const [on, off]: [Cost[], Cost[]] = [[], []];
  for (let run = 0; run < runs; run++) {
    on.push(await costOfHeartbeat(true));
    off.push(await costOfHeartbeat(false));
  }
  return [median(on), median(off)];
}

function median(all: readonly Cost[]): Cost {
  const sorted = all.toSorted((one, other) => one.microseconds - other.microseconds);
  return sorted[Math.floor(sorted.length / 2)] as Cost;
}

/** From a heartbeat with bad news to its message at a webhook, and what watching costs when nothing is wrong. */
export async function alertsBench(): Promise<void> {
  const { p50, p95, p99, messages, lost } = await measureAlertLatency(machines);
  const [on, off] = await costs();
  const microseconds = ({ microseconds: value }: Cost) => `${Math.round(value)} us`;
  printFigures("without alerts", [
    { what: `heartbeat to webhook, ${machines} machines`, ours: [p50, p95, p99].map(milliseconds).join(" / ") },
    { what: "  p50 / p95 / p99 of so many, and lost", ours: `${messages}, ${lost}` },
    { what: "processor time of a heartbeat", ours: microseconds(on), peer: microseconds(off) },
    { what: "  offered 1,000/s, taken", ours: perSecond(on.acceptedPerSecond), peer: perSecond(off.acceptedPerSecond) },
    { what: "  p95 of its answer", ours: milliseconds(on.p95), peer: milliseconds(off.p95) },
  ]);
}
