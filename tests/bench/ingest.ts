import { type ChildProcess, fork } from "node:child_process";
import path from "node:path";
import { megabytes, milliseconds, perSecond, printFigures } from "./figures.ts";
import type { LoadOutcome, LoadPlan } from "./ingest-load.ts";
import { benchKey, ServerProcess } from "./server-process.ts";

const fleetSize = 1000;
/** 120,000 machines that report once a minute. */
const offered = 2000;
const together = [64, 256, 512] as const;
const crowd = 5000;
const warmUp: LoadPlan = { connections: 16, seconds: 2 };

/** What a plan did to the server. */
interface Run extends LoadOutcome {
  /** Processor time of all its threads, in cores. */
  readonly cores: number;
  readonly residentBefore: number;
  readonly residentAfter: number;
}

/** A server under load. */
class Target {
  readonly #server: ServerProcess;
  readonly #loader: ChildProcess;

  constructor(server: ServerProcess) {
    this.#server = server;
    const file = path.join(import.meta.dirname, "ingest-loader.ts");
    this.#loader = fork(file, [server.url, String(fleetSize), benchKey], { serialization: "advanced" });
  }

  async run(plan: LoadPlan): Promise<Run> {
    const server = this.#server;
    const [residentBefore, usedBefore] = [await server.residentBytes(), await server.processorSeconds()];
    const startedAt = performance.now();
    const outcome = await new Promise<LoadOutcome>((resolve) => {
      this.#loader.once("message", (message) => resolve(message as LoadOutcome));
      this.#loader.send(plan);
    });
    const seconds = (performance.now() - startedAt) / 1000;
    const cores = ((await server.processorSeconds()) - usedBefore) / seconds;
    return { ...outcome, cores, residentBefore, residentAfter: await server.residentBytes() };
  }

  async stop(): Promise<void> {
    this.#loader.kill();
    await this.#server.stop();
  }
}

async function runAll(target: Target, plans: readonly LoadPlan[]): Promise<Run[]> {
  // Until every machine is known.
  for (let sent = 0; sent < 3 * fleetSize; ) sent += 2 * (await target.run(warmUp)).acceptedPerSecond;
  const runs: Run[] = [];
  for (const plan of plans) runs.push(await target.run(plan));
  await target.stop();
  return runs;
}

const showTimes = ({ p50, p95, p99 }: Run) => [p50, p95, p99].map(milliseconds).join(" / ");
const showPercent = (share: number) => `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
const showMemory = ({ residentBefore, residentAfter }: Run) =>
  `${megabytes(residentBefore)} -> ${megabytes(residentAfter)}`;

/**
 * One heartbeat of 20 readings (1.5 KB) a request from 1,000 machines, committed before the answer: as fast as it goes, at a steady
 * rate, and with more than can be taken.
 */
export async function ingestBench(): Promise<void> {
  const fastest: LoadPlan[] = together.map((connections) => ({ connections, seconds: 8 }));
  const steady: LoadPlan = { connections: 256, seconds: 30, perSecond: offered };
  const overload: LoadPlan = { connections: crowd, seconds: 15 };
  const peer = await runAll(new Target(await ServerProcess.peer()), fastest);
  const ours = await runAll(new Target(await ServerProcess.hub(false)), [...fastest, steady, overload]);
  const [calm, crowded] = ours.slice(-2) as [Run, Run];
  printFigures("Express + a Sequelize row each", [
    ...together.flatMap((connections, index) => {
      const [mine, theirs] = [ours[index] as Run, peer[index] as Run];
      return [
        { what: `${connections} connections`, ours: rateOf(mine), peer: rateOf(theirs) },
        { what: "  p50 / p95 / p99", ours: showTimes(mine), peer: showTimes(theirs) },
        { what: "  processor, all threads", ours: showPercent(mine.cores), peer: showPercent(theirs.cores) },
      ];
    }),
    { what: `${perSecond(offered)} offered, taken`, ours: rateOf(calm) },
    { what: "  p50 / p95 / p99 from when due", ours: showTimes(calm) },
    { what: "  processor, all threads", ours: showPercent(calm.cores) },
    { what: "  resident memory over 30 s", ours: showMemory(calm) },
    { what: `${crowd} connections, taken`, ours: rateOf(crowded) },
    { what: "  answered 503", ours: showPercent(crowded.refusedShare) },
    { what: "  p50 / p95 / p99 of the taken", ours: showTimes(crowded) },
    { what: "  resident memory over 15 s", ours: showMemory(crowded) },
  ]);
}

/** With what failed, if anything did: then the other figures mean little. */
function rateOf({ acceptedPerSecond, failed }: Run): string {
  return perSecond(acceptedPerSecond) + (failed > 0 ? `, ${failed} failed` : "");
}
