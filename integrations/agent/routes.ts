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

const example = {
  server_guid: "a1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d",
  server_id: "mediaserver",
  hostname: "mediaserver",
  timestamp: "2026-01-15T12:00:00Z",
  metrics: { cpu_percent: 45.2, memory_percent: 62.1, disk_percent: 34 },
};

const refusalSchema = {
  title: "HeartbeatRefusal",
  type: "object",
  description: "Stands in the answer to a batch for a heartbeat that is not valid.",
  required: ["status", "received", "detail"],
  properties: {
    status: { const: "error", description: "The heartbeat is not good." },
    received: { const: false, description: "It is not stored; sending it again will not help." },
    detail: {
      type: "object",
      description: "What is wrong.",
      required: ["code", "message"],
      properties: {
        code: { type: "string", description: "VALIDATION_ERROR." },
        message: { type: "string", description: "For people." },
      },
    },
  },
};

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
          anyOf: [
            heartbeatSchema,
            {
              type: "array",
              description: "Heartbeats that an agent kept, oldest first.",
              minItems: 1,
              maxItems: maxBatch,
              items: { type: "object", description: "A heartbeat." },
            },
          ],
          examples: [example],
        },
      },
      responses: {
        200: {
          description: "Stored. For a batch, one answer per heartbeat, in its order.",
          body: {
            oneOf: [
              heartbeatAnswerSchema,
              { type: "array", description: "Answers.", items: { anyOf: [heartbeatAnswerSchema, refusalSchema] } },
            ],
          },
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
