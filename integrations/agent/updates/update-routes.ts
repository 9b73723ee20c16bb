import type { IntegrationContext, Machine } from "../../../core/sdk/index.ts";
import type { AgentConfig } from "../config.ts";
import { hasAgent, isBehind } from "./agent-list.ts";
import type { AgentUpdates } from "./agent-updates.ts";
import { shippedAgent } from "./shipped-agent.ts";
import type { Sightings } from "./sightings.ts";
import { upgradeLine } from "./upgrade-line.ts";

interface UpdateBody {
  readonly server_ids?: readonly string[];
  readonly all?: boolean;
}

/** A machine whose agent is not updated from here, and why. */
interface Refused {
  readonly server_id: string;
  readonly reason: string;
}

const body = {
  type: "object",
  description: "Whose agents are to be updated.",
  additionalProperties: false,
  minProperties: 1,
  maxProperties: 1,
  properties: {
    server_ids: {
      type: "array",
      minItems: 1,
      maxItems: 10_000,
      uniqueItems: true,
      items: { type: "string", maxLength: 100 },
      description: "Ids of machines.",
    },
    all: { const: true, description: "Every machine whose agent is older than the hub's." },
  },
  examples: [{ server_ids: ["nas", "mediaserver"] }, { all: true }],
} as const;

const answer = {
  title: "AgentUpdateRequest",
  type: "object",
  required: ["offered", "refused"],
  additionalProperties: false,
  properties: {
    offered: {
      type: "array",
      items: { type: "string" },
      description:
        "Machines that are updated: one first, then the others in groups of five, each when the one before is done.",
    },
    refused: {
      type: "array",
      description: "Machines that are not.",
      items: {
        type: "object",
        description: "A machine that is not updated.",
        required: ["server_id", "reason"],
        additionalProperties: false,
        properties: {
          server_id: { type: "string", description: "The machine's id." },
          reason: { type: "string", description: "Why, and what to do." },
        },
      },
    },
  },
} as const;

/** `/agents/updates`: ask for updates of agents, and take that back. Only for admins. */
export function addUpdateRoutes(
  context: IntegrationContext<AgentConfig>,
  updates: AgentUpdates,
  sightings: Sightings,
): void {
  context.addRoute<UpdateBody, unknown>(
    {
      method: "POST",
      path: "/agents/updates",
      operationId: "create_agent_updates",
      summary: "Update agents to the version that the hub ships",
      description: "Asking again for a machine whose update goes on changes nothing.",
      tag: "Agents",
      scope: "admin",
      request: { body },
      responses: {
        200: { description: "What is done.", body: answer },
        503: { description: "The hub's own copy of the agent is not built." },
      },
    },
    async ({ body: { server_ids: ids }, hubUrl }) => {
      const shipped = await shippedAgent(context);
      const wanted =
        ids ??
        context.machines
          .list()
          .filter((one) => isBehind(one, shipped.version))
          .map(({ id }) => id);
      const line = await upgradeLine(context, hubUrl);
      const refused = wanted.flatMap((id) => {
        const reason = complaintAbout(context.machines.get(id), { id, line, version: shipped.version });
        return reason === null ? [] : [{ server_id: id, reason } satisfies Refused];
      });
      const offered = wanted.filter((id) => refused.every(({ server_id }) => server_id !== id));
      await updates.request(offered, shipped);
      return { offered, refused };
    },
  );

  context.addRoute(
    {
      method: "DELETE",
      path: "/agents/updates/:server_id",
      operationId: "delete_agent_update",
      summary: "Take the offer of an update back; an agent that has begun with it goes on",
      tag: "Agents",
      scope: "admin",
      request: {
        params: {
          type: "object",
          properties: { server_id: { type: "string", maxLength: 100, description: "The machine's id." } },
        },
      },
      responses: {
        204: { description: "It is off." },
        404: { description: "No update was asked for on this machine." },
      },
    },
    async ({ params }) => {
      const id = params["server_id"] ?? "";
      if (!(await updates.withdraw(id))) context.refuse("NOT_FOUND", `No update was asked for on ${id}`);
    },
  );

  /** Why an agent is not updated from here; `null` when it can be. */
  function complaintAbout(
    machine: Machine | undefined,
    { id, line, version }: { readonly id: string; readonly line: string; readonly version: string },
  ): string | null {
    if (!machine) return `There is no machine ${id}`;
    if (!hasAgent(machine)) return "No agent has reported for it yet";
    const seen = sightings.of(id);
    if (seen?.isLocal) return "This is the hub's own agent, which comes with the hub: update the hub";
    if (!isBehind(machine, version)) return `It has version ${version} or a newer one`;
    if (!seen) return "It has not reported since the hub started; ask again when it has";
    if (seen.updatesEnabled === null) return `Its agent is too old to update itself. Run on it: ${line}`;
    if (!seen.updatesEnabled) return `Updates are not enabled on it. Run on it: ${line} --updates`;
    return null;
  }
}
