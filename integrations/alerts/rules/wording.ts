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
export function figureText({ value, unit }: Pick<Finding, "value" | "unit">): string {
  return valueText(value, unit);
}

/** A value for people: numbers with at most one decimal. */
export function valueText(value: EntityValue, unit: string | null): string {
  if (value === null) return "unknown";
  const text = typeof value === "number" ? String(Math.round(value * 10) / 10) : String(value);
  return unit === null ? text : `${text} ${unit}`;
}

/** A length of time for people, in its two largest units: `2 h 5 min`. */
export function durationText(milliseconds: number): string {
  const minutes = Math.max(0, Math.round(milliseconds / 60_000));
  if (minutes < 1) return "less than a minute";
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60];
  const parts = [days && `${days} d`, hours && `${hours} h`, rest && `${rest} min`].filter(Boolean);
  return parts.slice(0, 2).join(" ");
}

/** A moment for people: `15 Jan, 13:02`. */
export function momentText(at: number, timeZone: string): string {
  const format = { timeZone, day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" } as const;
  return new Intl.DateTimeFormat("en-GB", format).format(at);
}

const byteUnits = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"] as const;

/** A number of bytes for people: `11.9 TiB`. */
export function bytesText(bytes: number): string {
  const power = Math.min(byteUnits.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(1, bytes)) / 10)));
  return `${Math.round((bytes / 1024 ** power) * 10) / 10} ${byteUnits[power]}`;
}
