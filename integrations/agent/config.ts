import type { FromSchema } from "json-schema-to-ts";

/** Schema of `integrations.agent` in config.yaml. */
export const agentConfig = {
  type: "object",
  additionalProperties: false,
  properties: {
    local: {
      type: "boolean",
      default: true,
      description: "Run an agent for the hub's own machine. In a container only where the host is mounted.",
    },
    local_interval_seconds: {
      type: "integer",
      minimum: 1,
      maximum: 3600,
      default: 5,
      description: "How often the hub's own machine reports, in seconds.",
    },
    heartbeat_interval_seconds: {
      type: "integer",
      minimum: 1,
      maximum: 3600,
      default: 60,
      description: "How often every other machine reports, in seconds.",
    },
  },
} as const;

export type AgentConfig = Required<FromSchema<typeof agentConfig>>;
