import type { Figure } from "./figures.ts";
import { Load } from "./load.ts";
import { KeptClient } from "./recorder-client.ts";
import { timeQuestion, timingFigures } from "./recorder-query.ts";
import { benchKey, ServerProcess } from "./server-process.ts";

const fleetSize = 500;

/** How fast the newest readings of 500 machines are there, which are kept in memory. */
export async function latestFigures(): Promise<Figure[]> {
  const server = await ServerProcess.hub(false);
  const load = new Load(server, fleetSize, 8);
  for (let count = 0; count < 3 * fleetSize; count++) await load.send();
  load.close();
  const client = new KeptClient(Number(new URL(server.url).port), { "X-API-Key": benchKey });
  const states = await timeQuestion(client, [["/api/v1/states?entity_id=*.cpu_percent"]]);
  const machines = await timeQuestion(client, [["/api/v1/machines"]]);
  client.close();
  await server.stop();
  return [
    ...timingFigures(`latest CPU of ${fleetSize} machines`, states),
    ...timingFigures(`list of ${fleetSize} machines`, machines),
  ];
}
