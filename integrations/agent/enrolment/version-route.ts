import { isOlderVersion } from "../../../agent/protocol.ts";
import type { IntegrationContext } from "../../../core/sdk/index.ts";
import type { AgentConfig } from "../config.ts";

const agentSchema = {
  type: "object",
  description: "The agent of one machine.",
  required: ["server_id", "server_guid", "version", "update_available"],
  additionalProperties: false,
  properties: {
    server_id: { type: "string", description: "The machine's id." },
    server_guid: { type: ["string", "null"], description: "The agent's GUID." },
    version: { type: ["string", "null"], description: "What the agent says that it is; null when it did not say." },
    update_available: { type: "boolean", description: "The hub ships a newer one." },
  },
} as const;

/** `GET /agents/version`: the agent that the hub ships, and those that run. */
export function addVersionRoute(context: IntegrationContext<AgentConfig>): void {
  context.addRoute(
    {
      method: "GET",
      path: "/agents/version",
      operationId: "get_agent_version",
      summary: "Tell which agent the hub ships, and which ones run",
      tag: "Agents",
      scope: "viewer",
      responses: {
        200: {
          description: "The versions.",
          body: {
            title: "AgentVersions",
            type: "object",
            required: ["version", "agents", "total"],
            properties: {
              version: { type: "string", description: "The version that the hub ships." },
              agents: { type: "array", items: agentSchema, description: "One for each machine with an agent." },
              total: { type: "integer", description: "How many there are." },
            },
          },
        },
      },
    },
    () => {
      const { version } = context.hub;
      const agents = context.machines.list().flatMap(({ id, guid, facts }) => {
        const running = facts["agent_version"];
        if (guid === null && running == null) return [];
        const known = typeof running === "string" ? running : null;
        const isOlder = known !== null && isOlderVersion(known, version);
        return [{ server_id: id, server_guid: guid, version: known, update_available: isOlder }];
      });
      return { version, agents, total: agents.length };
    },
  );
}
