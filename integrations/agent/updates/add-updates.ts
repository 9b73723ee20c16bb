import type { IntegrationContext } from "../../../core/sdk/index.ts";
import type { AgentConfig } from "../config.ts";
import { AgentDesk } from "./agent-desk.ts";
import { addAgentList } from "./agent-list.ts";
import { AgentUpdates } from "./agent-updates.ts";
import { Sightings } from "./sightings.ts";
import { addUpdateRoutes } from "./update-routes.ts";

/** Everything by which agents are kept up to date. What it returns is to hear every heartbeat. */
export async function addUpdates(context: IntegrationContext<AgentConfig>): Promise<AgentDesk> {
  const updates = new AgentUpdates(context);
  await updates.start();
  const sightings = new Sightings();
  addAgentList(context, updates, sightings);
  addUpdateRoutes(context, updates, sightings);
  context.on({ type: "machine_removed" }, ({ id }) => {
    sightings.forget(id);
    updates.withdraw(id).catch((error: unknown) => {
      context.log.error(`The update of the agent on ${id}, which was removed, could not be deleted`, { error });
    });
  });
  return new AgentDesk(updates, sightings);
}
