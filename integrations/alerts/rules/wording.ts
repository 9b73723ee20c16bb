import type { EntityValue, Machine } from "../../../core/sdk/index.ts";
import type { Finding } from "./rule.ts";

/** What people call a machine. */
export function machineName({ displayName, facts, id }: Machine): string {
  const hostname = facts["hostname"];
  return displayName ?? (typeof hostname === "string" && hostname !== "" ? hostname : id);
}

/** What people call the machine or device of a finding. */
export function nameOf({ subject }: Pick<Finding, "subject">): string {
  return subject.machine ? machineName(subject.machine) : subject.entity.device;
}

/** The value with its unit: `92.4 %`. */
export function figureText({ state, subject }: Pick<Finding, "state" | "subject">): string {
  return valueText(state.value, subject.entity.unit ?? null);
}

/** A value for people: numbers with at most one decimal. */
export function valueText(value: EntityValue, unit: string | null): string {
  if (value === null) return "unknown";
  const text = typeof value === "number" ? String(Math.round(value * 10) / 10) : String(value);
  return unit === null ? text : `${text} ${unit}`;
}
