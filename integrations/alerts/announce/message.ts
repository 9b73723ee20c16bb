import type {
  Machine,
  Notification,
  NotificationFact,
  NotificationKind,
  NotificationMachine,
  NotificationMember,
} from "../../../core/sdk/index.ts";
import type { Alert } from "../alert.ts";
import { durationText, machineName, momentText, valueText } from "../rules/wording.ts";

/** What a message tells of an alert. */
export interface Telling {
  readonly alert: Alert;
  readonly kind: NotificationKind;
  readonly machine: Machine | undefined;
  readonly now: number;
  readonly timeZone: string;
}

/** The message about one alert. */
export function messageOf({ alert, kind, machine, now, timeZone }: Telling): Notification {
  const isResolved = kind === "resolved";
  return {
    id: `alert-${alert.id}-${kind}-${now}`,
    subject: `alert-${alert.id}`,
    kind,
    severity: alert.severity,
    type: alert.type,
    title: alert.title,
    text: isResolved ? `It lasted ${durationText((alert.resolvedAt ?? now) - alert.since)}.` : textOf(alert),
    machine: placeOf(machine),
    facts: isResolved ? [] : factsOf(alert, timeZone),
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

function textOf({ message, isFlapping }: Alert): string | null {
  if (!isFlapping) return message;
  return `${message === null ? "" : `${message} `}It comes and goes: you are told again when it has been steady for a while.`;
}

function memberOf({ alert, machine }: Telling): NotificationMember {
  return { subject: `alert-${alert.id}`, machine: placeOf(machine) };
}

function placeOf(machine: Machine | undefined): NotificationMachine | null {
  return machine ? { id: machine.id, name: machineName(machine), tags: machine.tags } : null;
}

function factsOf(alert: Alert, timeZone: string): readonly NotificationFact[] {
  const { value, unit, threshold, instance, since } = alert;
  return [
    ...(instance === null ? [] : [{ label: "What", value: instance }]),
    ...(value === null ? [] : [{ label: "Value", value: valueText(value, unit) }]),
    ...(threshold === null ? [] : [{ label: "Threshold", value: valueText(threshold, unit) }]),
    { label: "Since", value: momentText(since, timeZone) },
  ];
}
