import type { DashboardEntity } from "../../sdk/index.ts";
import { thingsOf } from "./things.ts";

const statuses = ["running", "stopped", "failed", "unknown"] as const;

/** A systemd unit that somebody watches. `null` is unknown. */
export interface Unit {
  readonly name: string;
  readonly status: (typeof statuses)[number];
  readonly reason: string | null;
  readonly restarts: number;
  readonly memoryMebibytes: number | null;
  readonly cpuPercent: number | null;
}

/** The units among a machine's entities: those that failed first, then those that stopped, then by name. */
export function unitsOf(entities: readonly DashboardEntity[]): readonly Unit[] {
  const urgency = ["failed", "unknown", "stopped", "running"];
  return thingsOf(entities, (key) => key.startsWith("unit_"))
    .map((thing) => ({
      name: thing.name,
      status: statuses.find((status) => status === thing.text("unit_status")) ?? "unknown",
      reason: textOf(thing.attribute("unit_status", "reason")),
      restarts: Number(thing.attribute("unit_status", "restarts") ?? 0),
      memoryMebibytes: thing.number("unit_memory_mb"),
      cpuPercent: thing.number("unit_cpu_percent"),
    }))
    .sort((one, other) => urgency.indexOf(one.status) - urgency.indexOf(other.status));
}

/** The names of the units that failed, without those in the list. */
export function failedElsewhere(names: unknown, units: readonly Unit[]): readonly string[] {
  const watched = new Set(units.flatMap(({ name }) => [name, `${name}.service`]));
  return String(names ?? "")
    .split(", ")
    .filter((name) => name !== "" && !watched.has(name));
}

function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
