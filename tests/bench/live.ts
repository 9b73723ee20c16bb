import http from "node:http";
import { milliseconds, printFigures, quantile } from "./figures.ts";
import { Load } from "./load.ts";
import { benchKey, ServerProcess } from "./server-process.ts";

const fleetSize = 50;
const clients = 50;
/** A simulated heartbeat changes about 25 entities, so this makes 1,000 changes a second. */
const heartbeatsPerSecond = 40;
const seconds = 10;

/** Listens as a page does, and notes how old each change is when it arrives. */
function listen(server: ServerProcess, ages: number[]): http.ClientRequest {
  const url = new URL("/api/v1/live?states=*.cpu_percent,*.memory_percent,*.load_1m,*.network_rx_rate", server.url);
  const headers = { "X-API-Key": benchKey };
  return http.get(url, { headers, agent: false }, (response) => {
    response.setEncoding("utf8").on("data", (text: string) => {
      const now = Date.now();
      for (const [, time = ""] of text.matchAll(/"changed_at":"([^"]+)"/g)) ages.push(now - Date.parse(time));
    });
  });
}

async function offer(load: Load): Promise<void> {
  const startedAt = performance.now();
  for (let count = 0; count < seconds * heartbeatsPerSecond; count++) {
    const due = startedAt + (count * 1000) / heartbeatsPerSecond;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
    await load.send();
  }
}

async function processorShare(server: ServerProcess, work: () => Promise<void>): Promise<number> {
  const [before, startedAt] = [await server.processorSeconds(), performance.now()];
  await work();
  return ((await server.processorSeconds()) - before) / ((performance.now() - startedAt) / 1000);
}

/** 50 open pages while a fleet changes 1,000 states a second: what the pages cost, and how fresh they are. */
export async function liveBench(): Promise<void> {
  const server = await ServerProcess.hub(false);
  const load = new Load(server, fleetSize, 4);
  for (let warmUp = 0; warmUp < 2 * fleetSize; warmUp++) await load.send();
  const alone = await processorShare(server, () => offer(load));
  const ages: number[] = [];
  const pages = Array.from({ length: clients }, () => listen(server, ages));
  await new Promise((resolve) => setTimeout(resolve, 1000));
  ages.length = 0;
  const withPages = await processorShare(server, () => offer(load));
  for (const page of pages) page.destroy();
  load.close();
  await server.stop();
  ages.sort((one, other) => one - other);
  const percent = (share: number) => `${(share * 100).toFixed(1)} % of a core`;
  printFigures("", [
    { what: `${heartbeatsPerSecond} heartbeats a second alone`, ours: percent(alone) },
    { what: `${clients} pages beside them`, ours: `+ ${percent(withPages - alone)}` },
    { what: "age of a change at a page, p50", ours: milliseconds(quantile(ages, 0.5)) },
    { what: "age of a change at a page, p99", ours: milliseconds(quantile(ages, 0.99)) },
  ]);
}
