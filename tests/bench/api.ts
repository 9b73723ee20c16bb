import { milliseconds, printFigures, quantile } from "./figures.ts";
import { Load } from "./load.ts";
import { benchKey, ServerProcess } from "./server-process.ts";

const fleetSize = 500;
const requests = 60;

const resources: Readonly<Record<string, string>> = {
  "list of all machines": "/machines",
  "one machine": "/machines/omv-homeserver-0",
  "one key of all machines": "/states?entity_id=*.cpu_percent",
  "an hour of one machine": "/history?entity_id=omv-homeserver-0.*",
  "an hour of CPU of all machines": "/history?entity_id=*.cpu_percent&points=60",
};

async function times(server: ServerProcess, resource: string): Promise<number[]> {
  const list: number[] = [];
  for (let count = 0; count < requests; count++) {
    const startedAt = performance.now();
    const response = await fetch(`${server.url}/api/v1${resource}`, { headers: { "X-API-Key": benchKey } });
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`${resource} answered ${response.status}`);
    list.push(performance.now() - startedAt);
  }
  return list.toSorted((one, other) => one - other);
}

/** How long a page waits when there are 500 machines. */
export async function apiBench(): Promise<void> {
  const server = await ServerProcess.hub(false);
  const load = new Load(server, fleetSize, 8);
  for (let count = 0; count < 3 * fleetSize; count++) await load.send();
  const figures = [];
  for (const [what, resource] of Object.entries(resources)) {
    const sorted = await times(server, resource);
    figures.push({ what: `${what}, p50`, ours: milliseconds(quantile(sorted, 0.5)) });
    figures.push({ what: `${what}, p95`, ours: milliseconds(quantile(sorted, 0.95)) });
  }
  load.close();
  await server.stop();
  printFigures("", figures);
}
