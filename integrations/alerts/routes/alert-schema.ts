import type { Machine } from "../../../core/sdk/index.ts";
import type { Alert, AlertEvent } from "../alert.ts";
import { machineName } from "../rules/wording.ts";

const text = (description: string) => ({ type: "string", description }) as const;
const maybeText = (description: string) => ({ type: ["string", "null"], description }) as const;
const moment = (description: string) => ({ type: "string", format: "date-time", description }) as const;
const maybeMoment = (description: string) => ({ type: ["string", "null"], format: "date-time", description }) as const;
const flag = (description: string) => ({ type: "boolean", description }) as const;

/** What can be asked for, and said. */
export const severities = ["critical", "high", "medium", "low"] as const;
export const statuses = ["open", "acknowledged", "resolved"] as const;

const fields = {
  id: { type: "integer", description: "The alert's number." },
  server_id: maybeText("The machine's id; null when it is about none."),
  server_name: maybeText("What people call the machine."),
  alert_type: text("disk, memory, cpu, offline, service_down …; custom for the user's own rules."),
  rule: text("The rule that it comes from."),
  subject: text("The entity, or machine, that is judged."),
  severity: { enum: severities, description: "How much it matters." },
  status: { enum: statuses, description: "acknowledged: somebody knows, and it is still bad." },
  title: text("One line."),
  message: maybeText("What it means."),
  suggestion: maybeText("What to do about it."),
  threshold_value: { type: ["number", "null"], description: "What the value is compared with." },
  actual_value: {
    type: ["number", "string", "boolean", "null"],
    description: "The value when it last became worse.",
  },
  unit: maybeText("The unit of both."),
  service_name: maybeText("The systemd unit that it is about."),
  instance: maybeText("The unit, mount or container that it is about."),
  since: moment("Since when it is bad."),
  created_at: moment("When the alert opened."),
  acknowledged_at: maybeMoment("When it was acknowledged."),
  acknowledged_by: maybeText("Who acknowledged it."),
  resolved_at: maybeMoment("When it ended."),
  resolved_by: maybeText("Who ended it; null when it ended by itself."),
  auto_resolved: flag("It ended by itself."),
  can_acknowledge: flag("It can be acknowledged now."),
  can_resolve: flag("It can be resolved now."),
  is_flapping: flag("It comes and goes."),
  suppression: {
    type: ["string", "null"],
    enum: ["inhibited", "silenced", "maintenance", null],
    description: "Why nobody is told of it.",
  },
  causes: { type: "array", items: text("A cause."), description: "The processes to blame, or possible causes." },
  notified_at: maybeMoment("When people were last told."),
} as const;

/** One alert. */
export const alertSchema = {
  title: "Alert",
  type: "object",
  description: "Something that is wrong, or was.",
  required: Object.keys(fields),
  additionalProperties: false,
  properties: fields,
} as const;

/** One line of an alert's timeline. */
export const eventSchema = {
  title: "AlertEvent",
  type: "object",
  description: "Something that happened to an alert.",
  required: ["at", "kind", "by", "note"],
  additionalProperties: false,
  properties: {
    at: moment("When."),
    kind: text("opened, escalated, acknowledged, resolved, flapping, steady, suppressed, released or notified."),
    by: maybeText("Who did it; null for the hub."),
    note: maybeText("More of it."),
  },
} as const;

/** An alert as the API shows it. */
export function alertToWire(alert: Alert, machine: Machine | undefined) {
  const isOpen = alert.status !== "resolved";
  return {
    id: alert.id,
    server_id: alert.machineId,
    server_name: machine ? machineName(machine) : null,
    alert_type: alert.type,
    rule: alert.rule,
    subject: alert.subject,
    severity: alert.severity,
    status: alert.status,
    title: alert.title,
    message: alert.message,
    suggestion: alert.suggestion,
    threshold_value: alert.threshold,
    actual_value: alert.value,
    unit: alert.unit,
    service_name: alert.type === "service_down" ? alert.instance : null,
    instance: alert.instance,
    since: time(alert.since),
    created_at: time(alert.openedAt),
    acknowledged_at: maybeTime(alert.acknowledgedAt),
    acknowledged_by: alert.acknowledgedBy,
    resolved_at: maybeTime(alert.resolvedAt),
    resolved_by: alert.resolvedBy,
    auto_resolved: alert.status === "resolved" && alert.resolvedBy === null,
    can_acknowledge: alert.status === "open",
    can_resolve: isOpen,
    is_flapping: alert.isFlapping,
    suppression: alert.suppression?.kind ?? null,
    causes: alert.causes,
    notified_at: maybeTime(alert.notifiedAt),
  };
}

/** An event as the API shows it. */
export function eventToWire({ at, kind, by, note }: AlertEvent) {
  return { at: time(at), kind, by, note };
}

function time(at: number): string {
  return new Date(at).toISOString();
}

function maybeTime(at: number | null): string | null {
  return at === null ? null : time(at);
}
