import { type AgentRecord, hasFailed, isBehind, isUpdating, nameOf, skewOf } from "./agent-record.ts";

/** Which agents to show. `attention`: a clock that is wrong, heartbeats that were lost, or an update that failed. */
export type AgentGroup = "all" | "behind" | "updating" | "attention";

/** What the user wants to see. */
export interface AgentsFilter {
  readonly search: string;
  readonly group: AgentGroup;
}

/** Every group, in the order in which they are offered. */
export const agentGroups: readonly AgentGroup[] = ["all", "behind", "updating", "attention"];

/** Reads a filter from a page's query: `?q=nas&show=behind`. */
export function parseAgentsFilter(query: string): AgentsFilter {
  const parameters = new URLSearchParams(query);
  const group = agentGroups.find((known) => known === parameters.get("show")) ?? "all";
  return { search: parameters.get("q") ?? "", group };
}

/** The query of a filter; empty when it shows everything. */
export function formatAgentsFilter({ search, group }: AgentsFilter): string {
  const parameters = new URLSearchParams();
  if (search) parameters.set("q", search);
  if (group !== "all") parameters.set("show", group);
  return parameters.size > 0 ? `?${parameters}` : "";
}

/** Whether an agent belongs to a group. */
export function isIn(agent: AgentRecord, group: AgentGroup): boolean {
  switch (group) {
    case "all":
      return true;
    case "behind":
      return isBehind(agent);
    case "updating":
      return isUpdating(agent);
    case "attention":
      return skewOf(agent) !== null || (agent.dropped_heartbeats ?? 0) > 0 || hasFailed(agent);
  }
}

/** Whether an agent is what the user looks for: every word is part of its names, its version or its transport. */
export function matchesAgent(agent: AgentRecord, { search, group }: AgentsFilter): boolean {
  if (!isIn(agent, group)) return false;
  const { server_id, server_guid, hostname, version, transport } = agent;
  const text = [nameOf(agent), server_id, server_guid, hostname, version, transport].join(" ").toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
