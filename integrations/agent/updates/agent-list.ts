import { isOlderVersion } from "../../../agent/protocol.ts";
import type { IntegrationContext, Machine } from "../../../core/sdk/index.ts";
import type { AgentConfig } from "../config.ts";
import { agentSchema } from "./agent-schema.ts";
import type { AgentUpdates } from "./agent-updates.ts";
import type { Sightings } from "./sightings.ts";
import type { UpdateRecord } from "./update-record.ts";
import { upgradeLine } from "./upgrade-line.ts";

/** `GET /agents`: every agent, its version, and how its update goes. */
export function addAgentList(
  context: IntegrationContext<AgentConfig>,
  updates: AgentUpdates,
  sightings: Sightings,
): void {
  context.addRoute(
    {
      method: "GET",
      path: "/agents",
      operationId: "list_agents",
      summary: "List the agents with their versions and updates",
      tag: "Agents",
      scope: "viewer",
      conditional: true,
      responses: {
        200: {
          description: "The agents.",
          body: {
            title: "AgentList",
            type: "object",
            required: ["agents", "total", "version", "upgrade_command"],
            properties: {
              agents: { type: "array", items: agentSchema, description: "One for each machine with an agent." },
              total: { type: "integer", description: "How many there are." },
              version: { type: "string", description: "The version that the hub ships." },
              upgrade_command: {
                type: "string",
                description:
                  "The line that brings an agent up to date from its own machine; with `--updates` it takes updates from then on.",
              },
            },
          },
        },
      },
    },
    async ({ hubUrl }) => {
      const { version } = context.hub;
      const machines = context.machines.list().filter(hasAgent);
      const agents = machines.map((machine) => ({ ...agentOf(machine, version), ...latest(machine.id) }));
      return { agents, total: agents.length, version, upgrade_command: await upgradeLine(context, hubUrl) };
    },
  );

  /** What is known of the agent beside its machine. */
  function latest(id: string) {
    const seen = sightings.of(id);
    const skew = context.states.get(`${id}.clock_skew_seconds`);
    const record = updates.of(id);
    return {
      updates_enabled: seen?.updatesEnabled ?? null,
      transport: seen?.transport ?? null,
      dropped_heartbeats: seen?.droppedHeartbeats ?? null,
      clock_skew_seconds: typeof skew?.value === "number" ? skew.value : null,
      update: record ? updateOf(record) : null,
    };
  }
}

/** Whether an agent ever reported for it. */
export function hasAgent({ guid, facts }: Machine): boolean {
  return guid !== null || facts["agent_version"] != null;
}

/** Whether the hub ships a newer agent than the machine has, as far as is known. */
export function isBehind({ facts }: Machine, shipped: string): boolean {
  const version = facts["agent_version"];
  return typeof version === "string" && isOlderVersion(version, shipped);
}

function agentOf(machine: Machine, shipped: string) {
  const { id, guid, displayName, status, lastSeen, intervalSeconds, facts } = machine;
  return {
    server_id: id,
    display_name: displayName,
    hostname: textOf(facts["hostname"]),
    server_guid: guid,
    version: textOf(facts["agent_version"]),
    latest_version: shipped,
    update_available: isBehind(machine, shipped),
    status,
    last_seen: lastSeen === null ? null : new Date(lastSeen).toISOString(),
    mode: textOf(facts["agent_mode"]),
    heartbeat_interval_seconds: intervalSeconds,
  };
}

/** A queued one is an offer that the agent does not see yet. */
function updateOf({ state, version, since, reason }: UpdateRecord) {
  const isQueued = state === "queued";
  return {
    state: isQueued ? "offered" : state,
    version,
    since: new Date(since).toISOString(),
    reason: isQueued ? "Waits for the machines before it" : reason,
  };
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
