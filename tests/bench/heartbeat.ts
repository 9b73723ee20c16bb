import http from "node:http";
import { largeFleet, SimulatedMachine } from "../support/simulated-fleet.ts";
import { megabytes, milliseconds, perSecond, printFigures, quantile } from "./figures.ts";
import { benchKey, ServerProcess } from "./server-process.ts";

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

/** Sends heartbeats over kept connections, as agents do. */
class Load {
  readonly #agent = new http.Agent({ keepAlive: true, maxSockets: together });
  readonly #machines = largeFleet(fleetSize).map((character, number) => new SimulatedMachine(character, number));
  readonly #url: URL;
  #sent = 0;

  constructor(server: ServerProcess) {
    this.#url = new URL("/api/v1/agents/heartbeat", server.url);
  }

  send(): Promise<void> {
    const machine = this.#machines[this.#sent++ % fleetSize] as SimulatedMachine;
    const body = JSON.stringify(machine.heartbeat(Date.now()));
    const headers = {
      "Content-Type": "application/json",
      "Content-Length": Buffer.byteLength(body),
      "X-API-Key": benchKey,
    };
    return new Promise((resolve, reject) => {
      const request = http.request(this.#url, { method: "POST", agent: this.#agent, headers }, (response) => {
        response.resume().once("end", () => {
          if (response.statusCode === 200) resolve();
          else reject(new Error(`The server answered ${response.statusCode}`));
        });
      });
      request.once("error", reject).end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

async function measure(start: () => Promise<ServerProcess>): Promise<Outcome> {
  const server = await start();
  const load = new Load(server);
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
