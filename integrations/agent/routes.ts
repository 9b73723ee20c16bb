import { heartbeatAnswerSchema } from "../../agent/protocol.ts";
import type { IntegrationContext } from "../../core/sdk/index.ts";
import type { AgentConfig } from "./config.ts";
import { type Receiver, type Report, reportSchema } from "./receiver.ts";

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
export function addHeartbeatRoute(context: IntegrationContext<AgentConfig>, receiver: Receiver): void {
  context.addRoute<Report, unknown>(
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
        body: { ...reportSchema, examples: [example] },
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
        409: { description: "Two hosts without a GUID report under one `server_id`; this one is not the first." },
      },
    },
    ({ body, caller }) => receiver.receive(body, { caller, transport: "http" }),
  );
}
