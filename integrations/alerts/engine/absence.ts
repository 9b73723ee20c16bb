import type { Machine } from "../../../core/sdk/index.ts";
import type { AlertDraft } from "../book/alert-book.ts";
import { machineName } from "../rules/wording.ts";

export const offlineRule = "offline";
export const networkRule = "network";
/** What the alert of the network is about. */
export const networkSubject = "hub";

const mostNames = 10;
const noValue = { threshold: null, unit: null, instance: null } as const;

/** What is known when a machine is missed. */
export function offlineDraft(machine: Machine, now: number): AlertDraft {
  const since = machine.lastSeen ?? now;
  const minutes = Math.max(1, Math.round((now - since) / 60_000));
  return {
    ...noValue,
    rule: offlineRule,
    type: offlineRule,
    subject: machine.id,
    machineId: machine.id,
    severity: "critical",
    title: `${machineName(machine)} is offline`,
    message: `No heartbeat for ${minutes} minutes.`,
    suggestion: "Check its power and network; when it runs, look at its agent (systemctl status homelab-agent).",
    value: null,
    since,
    causes: ["It is switched off, or crashed", "Its network is gone", "Its agent has stopped"],
  };
}

/** What is known when most machines are missed at once. */
export function networkDraft(fallen: readonly Machine[], expected: number, now: number): AlertDraft {
  return {
    ...noValue,
    rule: networkRule,
    type: networkRule,
    subject: networkSubject,
    machineId: null,
    severity: "critical",
    title: `${fallen.length} of ${expected} machines fell silent at once`,
    message: "So many at once are hardly all broken: the hub's own network is gone, or the power.",
    suggestion: "Look at the hub's network cable, its switch and the router.",
    value: fallen.length,
    since: Math.min(...fallen.map(({ lastSeen }) => lastSeen ?? now)),
    causes: fallen.slice(0, mostNames).map(machineName),
  };
}
