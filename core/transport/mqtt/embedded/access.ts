import type { Caller } from "../../../sdk/index.ts";
import { isFilter, isTopic, matchesFilter } from "../topics.ts";

/** A client that has logged in. */
export interface Session {
  readonly caller: Caller;
  /** Hash of what it logged in with, to see whether that still holds. */
  readonly keyHash: string;
}

/** What a message is, as far as its permission goes. */
export interface Publication {
  readonly topic: string;
  readonly retain: boolean;
  readonly qos: number;
  readonly bytes: number;
}

/** A status is one word. */
const longestStatus = 64;
/** What only the hub says to an agent; an acknowledgement may hold a claim to an identity. */
const fromHub = ["ack", "config"];

/** Why a client may not publish a message; `null` when it may. */
export function whyNotPublish({ caller }: Session, prefix: string, message: Publication): string | null {
  const { topic, retain, qos, bytes } = message;
  if (!isTopic(topic)) return "the topic is too long or none";
  if (topic.startsWith("$")) return "$ topics are the broker's";
  if (qos > 1) return "QoS 2 is not offered; use QoS 1";
  if (caller.agentGuid !== undefined) {
    const own = `${prefix}/agents/${caller.agentGuid}/`;
    const name = topic.slice(own.length);
    if (!topic.startsWith(own) || fromHub.includes(name)) return `an agent writes below ${own} only`;
    if (name === "status" && bytes > longestStatus) return "the status is too long";
    return retain && name !== "status" ? "only an agent's status is retained" : null;
  }
  if (caller.scope !== "operator" && caller.scope !== "admin") return `the key "${caller.name}" may only read`;
  return topic === prefix || topic.startsWith(`${prefix}/`) ? `${prefix}/ belongs to the hub and its agents` : null;
}

/** Whether a client may subscribe to a filter. */
export function maySubscribe({ caller }: Session, prefix: string, filter: string): boolean {
  if (!isFilter(filter)) return false;
  if (caller.agentGuid !== undefined)
    return fromHub.some((name) => filter === `${prefix}/agents/${caller.agentGuid}/${name}`);
  return !filter.startsWith("$") || caller.scope === "admin";
}

/** Whether a client may get a message that its filter matches. */
export function mayReceive({ caller }: Session, prefix: string, topic: string): boolean {
  if (caller.agentGuid !== undefined || caller.scope === "admin") return true;
  return !fromHub.some((name) => matchesFilter(`${prefix}/agents/+/${name}`, topic));
}
