import type { MachineStatus } from "../../../../core/sdk/index.ts";

/** How far an update is: what the hub offered, what the agent does with it, and how it ended. */
export type UpdateState = "offered" | "downloading" | "verifying" | "trying" | "done" | "failed" | "rolled_back";

/** The update of one agent, under way or the last one. */
export interface AgentUpdate {
  readonly state: UpdateState;
  readonly version: string;
  /** ISO 8601. */
  readonly since: string;
  /** Why it failed, or what it waits for. Untrusted text. */
  readonly reason?: string | null;
}

/** An agent as the hub lists it. Names and reasons are untrusted text; times are ISO 8601. */
export interface AgentRecord {
  readonly server_id: string;
  readonly server_guid?: string | null;
  readonly display_name?: string | null;
  readonly hostname?: string | null;
  readonly version?: string | null;
  /** The hub ships a newer one. */
  readonly update_available: boolean;
  /** Whether it takes updates; `null` when it does not say. */
  readonly updates_enabled: boolean | null;
  readonly status: MachineStatus;
  readonly last_seen?: string | null;
  readonly transport: "http" | "mqtt" | null;
  readonly mode?: "readonly" | "readwrite" | null;
  readonly heartbeat_interval_seconds?: number | null;
  /** How far its clock is ahead of the hub's; below 0 it is behind. */
  readonly clock_skew_seconds?: number | null;
  readonly dropped_heartbeats?: number | null;
  readonly update?: AgentUpdate | null;
}

/** What `GET /agents` answers. */
export interface AgentList {
  readonly agents: readonly AgentRecord[];
  readonly total: number;
  /** The version that the hub ships. */
  readonly version: string;
  /** The line that brings an agent up to date from its own machine. */
  readonly upgrade_command: string;
}

/** What `POST /agents/updates` answers. */
export interface UpdateAnswer {
  readonly offered: readonly string[];
  readonly refused: readonly { readonly server_id: string; readonly reason: string }[];
}

/** From how many seconds on a wrong clock is worth a word. */
const noticeableSkewSeconds = 30;

/** The stages of an update that is under way, in their order. */
export const updateStages = ["offered", "downloading", "verifying", "trying"] as const satisfies readonly UpdateState[];

/** What to call an agent: by its machine. */
export function nameOf({ display_name, hostname, server_id }: AgentRecord): string {
  return display_name || hostname || server_id;
}

/** Whether its update is under way. */
export function isUpdating({ update }: AgentRecord): boolean {
  return update != null && updateStages.some((stage) => stage === update.state);
}

/** Whether it runs something older than what the hub ships; one that does not tell its version does. */
export function isBehind({ update_available, version }: AgentRecord): boolean {
  return update_available || !version;
}

/** Whether its last update ended badly, and it still is not what it was to become. */
export function hasFailed({ update, update_available }: AgentRecord): boolean {
  return update_available && (update?.state === "failed" || update?.state === "rolled_back");
}

/** Whether the hub may offer it the newer version now. */
export function canUpdate(agent: AgentRecord): boolean {
  return agent.update_available && agent.updates_enabled === true && !isUpdating(agent);
}

/** Whether it is behind and does not take updates from here, as far as is known. */
export function needsHands(agent: AgentRecord): boolean {
  return isBehind(agent) && agent.updates_enabled !== true;
}

/** Whether it is not known yet what it can: the hub has started and the agent has not reported since. */
export function isUnheard({ transport, version }: AgentRecord): boolean {
  return transport === null && !!version;
}

/** How wrong its clock is, in seconds; `null` when that is no matter, or not known. */
export function skewOf({ clock_skew_seconds: skew }: AgentRecord): number | null {
  return typeof skew === "number" && Math.abs(skew) > noticeableSkewSeconds ? skew : null;
}
