import type { Integration } from "../../core/sdk/index.ts";
import { CloneGuard } from "./clone-guard.ts";
import { type AgentConfig, agentConfig } from "./config.ts";
import { addEnrolment } from "./enrolment/add-enrolment.ts";
import { Fleet } from "./fleet.ts";
import { KnownSkews } from "./known-skews.ts";
import { LocalAgent } from "./local-agent.ts";
import { addCommandResultRoutes } from "./older-agents/command-result-routes.ts";
import { CommandResults } from "./older-agents/command-results.ts";
import { Namesakes } from "./older-agents/namesakes.ts";
import { PackageLists } from "./packages/package-lists.ts";
import { addPackageRoutes } from "./packages/package-routes.ts";
import { Receiver } from "./receiver.ts";
import { addHeartbeatRoute } from "./routes.ts";
import { addHeartbeatTopic } from "./topics.ts";
import { addUpdates } from "./updates/add-updates.ts";
import { WatchedUnits } from "./watched-units.ts";

/** Receives the heartbeats of agents, and runs an agent for the hub's own machine. */
export default {
  config: agentConfig,

  async setup(context) {
    const guard = new CloneGuard(context);
    await guard.start();
    const namesakes = new Namesakes(context);
    namesakes.start();
    const results = new CommandResults(context);
    await results.start();
    const packages = new PackageLists(context);
    const skews = new KnownSkews(context);
    await skews.load();
    const units = new WatchedUnits();
    units.offer(context);
    const fleet = new Fleet(context, { guard, namesakes, packages, skews, units });
    const desk = await addUpdates(context);
    const receiver = new Receiver(context, { fleet, results, desk });
    addHeartbeatRoute(context, receiver);
    addHeartbeatTopic(context, receiver);
    addCommandResultRoutes(context, results);
    addPackageRoutes(context, packages);
    addEnrolment(context, guard);
    context.on({ type: "machine_changed" }, ({ machine }) => {
      if (machine.status === "offline") fleet.lost(machine);
    });
    context.on({ type: "machine_removed" }, ({ id }) => void fleet.removed(id));

    const local = new LocalAgent(context);
    if (!local.isWanted()) return;
    context.onStop(() => local.stop());
    await local.start();
  },
} satisfies Integration<AgentConfig>;
