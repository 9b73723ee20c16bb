import type { Integration } from "../../core/sdk/index.ts";
import { CloneGuard } from "./clone-guard.ts";
import { type AgentConfig, agentConfig } from "./config.ts";
import { addEnrolment } from "./enrolment/add-enrolment.ts";
import { Fleet } from "./fleet.ts";
import { LocalAgent } from "./local-agent.ts";
import { Receiver } from "./receiver.ts";
import { addHeartbeatRoute } from "./routes.ts";
import { addHeartbeatTopic } from "./topics.ts";

/** Receives the heartbeats of agents, and runs an agent for the hub's own machine. */
export default {
  config: agentConfig,

  async setup(context) {
    const guard = new CloneGuard(context);
    await guard.start();
    const fleet = new Fleet(context, guard);
    const receiver = new Receiver(context, fleet);
    addHeartbeatRoute(context, receiver);
    addHeartbeatTopic(context, receiver);
    addEnrolment(context, guard);
    context.on({ type: "machine_changed" }, ({ machine }) => {
      if (machine.status === "offline") fleet.lost(machine);
    });

    const local = new LocalAgent(context);
    if (!local.isWanted()) return;
    context.onStop(() => local.stop());
    await local.start();
  },
} satisfies Integration<AgentConfig>;
