import type { AgentList, AgentRecord } from "../../../frontend/pages/settings/agents/agent-record.ts";
import { sampleTime } from "./samples.ts";

/** The version that the made-up hub ships. */
export const shippedVersion = "0.2.0";

const upgradeCommand = "curl -gfsSL http://hub.lan:8080/agent/install.sh | sh -s -- --upgrade";

/** An agent that runs what the hub ships and reports over HTTP; a test says what is different. */
export function agentOf(id: string, changes: Partial<AgentRecord> = {}): AgentRecord {
  const version = changes.version === undefined ? shippedVersion : changes.version;
  return {
    server_id: id,
    server_guid: `a1b2c3d4-e5f6-4a7b-8c9d-${id.padEnd(12, "0").slice(0, 12)}`,
    hostname: id,
    display_name: null,
    update_available: version !== null && version !== shippedVersion,
    updates_enabled: true,
    status: "online",
    last_seen: new Date(sampleTime - 4000).toISOString(),
    transport: "http",
    mode: "readonly",
    heartbeat_interval_seconds: 60,
    clock_skew_seconds: 0.2,
    dropped_heartbeats: 0,
    update: null,
    ...changes,
    version,
  };
}

/** What the hub answers when it has these agents. */
export function agentListOf(agents: readonly AgentRecord[]): AgentList {
  return { agents, total: agents.length, version: shippedVersion, upgrade_command: upgradeCommand };
}

/** One agent of each kind that the page draws differently. */
export function everyKindOfAgent(): readonly AgentRecord[] {
  const since = new Date(sampleTime - 20_000).toISOString();
  const old = { version: "0.1.0" };
  const update = { version: shippedVersion, since };
  return [
    agentOf("current", { update: { ...update, state: "done" } }),
    agentOf("behind", { ...old, mode: "readwrite", transport: "mqtt" }),
    agentOf("offered", { ...old, update: { ...update, state: "offered" } }),
    agentOf("waiting", { ...old, update: { ...update, state: "offered", reason: "Waits for the machines before it" } }),
    agentOf("downloading", { ...old, update: { ...update, state: "downloading" } }),
    agentOf("failed", { ...old, update: { ...update, state: "failed", reason: "The hash is wrong <b>" } }),
    agentOf("returned", { ...old, update: { ...update, state: "rolled_back", reason: "It did not report" } }),
    agentOf("switched-off", { ...old, updates_enabled: false }),
    agentOf("ancient", { version: null, updates_enabled: null, server_guid: null, transport: null }),
    agentOf("unheard", { ...old, updates_enabled: null, transport: null }),
    agentOf("early", { clock_skew_seconds: 142, dropped_heartbeats: 3 }),
    agentOf("late", { clock_skew_seconds: -3700, status: "offline" }),
  ];
}
