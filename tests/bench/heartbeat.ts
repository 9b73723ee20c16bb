import { megabytes, milliseconds, perSecond, printFigures, quantile } from "./figures.ts";
import { Load } from "./load.ts";
import { ServerProcess } from "./server-process.ts";

const fleetSize = 100;
const oneByOne = 2000;
const together = 64;
const seconds = 5;

interface Outcome {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly perSecond: number;
  readonly residentBytes: number;
}

async function measure(start: () => Promise<ServerProcess>): Promise<Outcome> {
  const server = await start();
  const load = new Load(server, fleetSize, together);
  for (let warmUp = 0; warmUp < 3 * fleetSize; warmUp++) await load.send();
  const times: number[] = [];
  for (let count = 0; count < oneByOne; count++) {
    const startedAt = performance.now();
    await load.send();
    times.push(performance.now() - startedAt);
  }
  const rate = await throughput(load);
  const residentBytes = await server.residentBytes();
  load.close();
  await server.stop();
  times.sort((one, other) => one - other);
  return {
    p50: quantile(times, 0.5),
    p95: quantile(times, 0.95),
    p99: quantile(times, 0.99),
    perSecond: rate,
    residentBytes,
  };
}

async function throughput(load: Load): Promise<number> {
  const startedAt = performance.now();
  let count = 0;
  const sender = async () => {
    while (performance.now() - startedAt < seconds * 1000) {
      await load.send();
      count++;
    }
  };
  await Promise.all(Array.from({ length: together }, sender));
  return (count * 1000) / (performance.now() - startedAt);
}

/** A heartbeat of about 2.4 KB from one of 100 machines: validated, identified, mapped to states, committed, answered. */
export async function heartbeatBench(): Promise<void> {
  const [ours, peer] = [await measure(() => ServerProcess.hub(false)), await measure(() => ServerProcess.peer())];
  const row = (what: string, show: (outcome: Outcome) => string) => ({ what, ours: show(ours), peer: show(peer) });
  printFigures("Express + a Sequelize row each", [
    row("one by one, p50", ({ p50 }) => milliseconds(p50)),
    row("one by one, p95", ({ p95 }) => milliseconds(p95)),
    row("one by one, p99", ({ p99 }) => milliseconds(p99)),
    row(`${together} connections`, (outcome) => perSecond(outcome.perSecond)),
    row("resident memory afterwards", ({ residentBytes }) => megabytes(residentBytes)),
  ]);
}
