import type { Notification } from "../sdk/index.ts";
import { subjectsOf, worstOf } from "./backlog.ts";
import type { WaitingDelivery } from "./delivery-store.ts";

/** More lines than this nobody reads; the rest is counted. */
const mostLines = 40;

/** One message for what was gathered for the same digest of a channel. */
export function digestMessage(channel: string, gathered: readonly WaitingDelivery[], now: number): Notification {
  const due = Math.max(...gathered.map(({ notBefore }) => notBefore));
  const title = gathered.length === 1 ? "Digest: one message" : `Digest: ${gathered.length} messages`;
  return summary(`digest-${channel}-${due}`, title, gathered, now);
}

/** One message for those that were not sent one by one after a channel was away. */
export function missedMessage(channel: string, missed: readonly WaitingDelivery[], now: number): Notification {
  const last = Math.max(...missed.map(({ sequence }) => sequence));
  const what = missed.length === 1 ? "One more message" : `${missed.length} more messages`;
  return summary(`missed-${channel}-${last}`, `${what} waited too long; see the dashboard`, missed, now);
}

function summary(id: string, title: string, told: readonly WaitingDelivery[], now: number): Notification {
  const lines = told.slice(0, mostLines).map(({ notification }) => lineOf(notification));
  const rest = told.length - lines.length;
  const members = told.flatMap(({ notification }) => {
    const { machine, members: own } = notification;
    return own ?? subjectsOf(notification).map((subject) => ({ subject, machine }));
  });
  return {
    id,
    subject: id,
    kind: "digest",
    severity: worstOf(told),
    type: "digest",
    title,
    text: [...lines, ...(rest > 0 ? [`and ${rest} more`] : [])].join("\n"),
    machine: null,
    members,
    facts: [],
    causes: [],
    suggestion: null,
    path: "/alerts",
    at: now,
  };
}

function lineOf({ kind, severity, title }: Notification): string {
  return `${kind === "resolved" ? "over" : severity}: ${title.replace(/\s+/g, " ")}`;
}
