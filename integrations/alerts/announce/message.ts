import type {
  Machine,
  Notification,
  NotificationFact,
  NotificationKind,
  NotificationMachine,
  NotificationMember,
} from "../../../core/sdk/index.ts";
import type { Alert } from "../alert.ts";
import { machineName, valueText } from "../rules/wording.ts";

/** What a message tells of an alert. */
export interface Telling {
  readonly alert: Alert;
  readonly kind: NotificationKind;
  readonly machine: Machine | undefined;
  readonly now: number;
}

/** The message about one alert. Its id is the same however often it is made, so that it is sent once. */
export function messageOf({ alert, kind, machine, now }: Telling): Notification {
  const isResolved = kind === "resolved";
  return {
    id: `alert-${alert.id}-${kind}-${kind === "reminder" || kind === "escalated" ? now : 1}`,
    subject: `alert-${alert.id}`,
    kind,
    severity: alert.severity,
    type: alert.type,
    title: alert.title,
    text: isResolved ? `It lasted ${durationText(now - alert.since)}.` : alert.message,
    machine: placeOf(machine),
    facts: isResolved ? [] : factsOf(alert),
    causes: isResolved ? [] : alert.causes,
    suggestion: isResolved ? null : alert.suggestion,
    path: `/alerts/${alert.id}`,
    at: isResolved ? (alert.resolvedAt ?? now) : now,
  };
}

/** One message about several alerts of one type that came, or ended, together. */
export function groupMessage(tellings: readonly [Telling, ...Telling[]]): Notification {
  const [first] = tellings;
  const names = tellings.map(({ alert, machine }) => (machine ? machineName(machine) : alert.title));
  const { id, subject, facts: _facts, ...rest } = messageOf(first);
  const isResolved = first.kind === "resolved";
  const what =
    first.alert.type === "offline"
      ? isResolved
        ? "are online again"
        : "are offline"
      : `have ${first.alert.type} alerts`;
  return {
    ...rest,
    id: `${id}-group-${tellings.length}`,
    subject,
    title: `${tellings.length} machines ${what}`,
    text: names.slice(0, 50).join(", "),
    machine: null,
    members: tellings.map(memberOf),
    facts: [],
    causes: [],
    path: "/alerts",
  };
}

function memberOf({ alert, machine }: Telling): NotificationMember {
  return { subject: `alert-${alert.id}`, machine: placeOf(machine) };
}

function placeOf(machine: Machine | undefined): NotificationMachine | null {
  return machine ? { id: machine.id, name: machineName(machine), tags: machine.tags } : null;
}

function factsOf(alert: Alert): readonly NotificationFact[] {
  const { value, unit, threshold, instance, since } = alert;
  return [
    ...(instance === null ? [] : [{ label: "What", value: instance }]),
    ...(value === null ? [] : [{ label: "Value", value: valueText(value, unit) }]),
    ...(threshold === null ? [] : [{ label: "Threshold", value: valueText(threshold, unit) }]),
    { label: "Since", value: new Date(since).toISOString() },
  ];
}

/** A length of time for people, in its two largest units: `2 h 5 min`. */
export function durationText(milliseconds: number): string {
  const minutes = Math.max(0, Math.round(milliseconds / 60_000));
  if (minutes < 1) return "less than a minute";
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60];
  const parts = [days && `${days} d`, hours && `${hours} h`, rest && `${rest} min`].filter(Boolean);
  return parts.slice(0, 2).join(" ");
}
