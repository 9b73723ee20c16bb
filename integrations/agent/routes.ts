import {
  type Heartbeat,
  type HeartbeatRefusal,
  heartbeatAnswerSchema,
  heartbeatSchema,
  maxBatch,
} from "../../agent/protocol.ts";
import type { Caller, IntegrationContext, Json } from "../../core/sdk/index.ts";
import type { AgentConfig } from "./config.ts";
import type { Fleet } from "./fleet.ts";
import { localAgentLabel } from "./local-agent.ts";

/** A full batch of large heartbeats. */
const maxBodyBytes = 8 * 1024 * 1024;

/** `POST /agents/heartbeat`: one heartbeat, or a batch of those that an agent kept, oldest first. */
export function addHeartbeatRoute(context: IntegrationContext<AgentConfig>, fleet: Fleet): void {
  const complaintAbout = context.validator(heartbeatSchema);

  context.addRoute<Heartbeat | readonly Json[], unknown>(
    {
      method: "POST",
      path: "/agents/heartbeat",
      operationId: "create_heartbeat",
      summary: "Report what an agent measured",
      tag: "Agents",
      scope: "agent",
      hot: true,
      request: {
        maxBodyBytes,
        // Each heartbeat of a batch is checked by itself: a bad one does not keep the others.
        body: {
          anyOf: [heartbeatSchema, { type: "array", minItems: 1, maxItems: maxBatch, items: { type: "object" } }],
        },
      },
      responses: {
        200: {
          description: "Stored. For a batch, one answer per heartbeat, in its order.",
          body: { oneOf: [heartbeatAnswerSchema, { type: "array", items: { type: "object" } }] },
        },
      },
    },
    async ({ body, caller }) => {
      const answer = Array.isArray(body) ? await receiveBatch(body, caller) : await receive(body as Heartbeat, caller);
      await context.recorded();
      return answer;
    },
  );

  async function receiveBatch(batch: readonly Json[], caller: Caller) {
    const answers: unknown[] = [];
    for (const item of batch) {
      const complaint = complaintAbout(item);
      answers.push(complaint === null ? await receive(item as unknown as Heartbeat, caller) : refusal(complaint));
    }
    return answers;
  }

  function receive(heartbeat: Heartbeat, caller: Caller) {
    const guid = heartbeat.server_guid?.toLowerCase() ?? caller.agentGuid;
    if (caller.agentGuid !== undefined && guid !== caller.agentGuid) {
      context.refuse("FORBIDDEN", `The token is used for the agent ${caller.agentGuid}, but server_guid is ${guid}`);
    }
    const { local_interval_seconds: local, heartbeat_interval_seconds: remote } = context.config;
    const intervalSeconds = caller.name === localAgentLabel ? local : remote;
    return fleet.receive(heartbeat, { guid, address: caller.address, intervalSeconds });
  }
}

function refusal(message: string): HeartbeatRefusal {
  return { status: "error", received: false, detail: { code: "VALIDATION_ERROR", message } };
}
