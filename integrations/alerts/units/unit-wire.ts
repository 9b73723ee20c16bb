import type { Entity, EntityValue, StateReader } from "../../../core/sdk/index.ts";
import type { ExpectedUnit } from "../alert.ts";
import { canonicalUnit } from "./unit-name.ts";

const notReported = "Its agent does not report it now";

/** An expected unit as the API shows it, with what its machine's agent says of it. */
export function unitToWire({ machineId, name, displayName, isCritical, isEnabled }: ExpectedUnit, states: StateReader) {
  return {
    service_name: name,
    display_name: displayName,
    is_critical: isCritical,
    enabled: isEnabled,
    current_status: statusOf(machineId, name, states),
  };
}

function statusOf(machineId: string, name: string, states: StateReader) {
  const entities = states.entitiesOf(machineId).filter(({ instance }) => canonicalUnit(instance ?? "") === name);
  const status = newest(entities, "unit_status", states);
  if (!status) return null;
  const last_seen = new Date(status.updatedAt).toISOString();
  const nothing = { pid: null, memory_mb: null, cpu_percent: null, since: null, restarts: null };
  if (!status.available) return { status: "unknown", status_reason: notReported, ...nothing, last_seen };
  const { reason, pid, since, restarts } = status.attributes;
  const number = (key: string) => numberOf(newest(entities, key, states)?.value);
  return {
    status: typeof status.value === "string" ? status.value : "unknown",
    status_reason: textOf(reason),
    pid: numberOf(pid),
    memory_mb: number("unit_memory_mb"),
    cpu_percent: number("unit_cpu_percent"),
    since: textOf(since),
    restarts: numberOf(restarts),
    last_seen,
  };
}

/** A unit may be reported under both of its names; what was said last holds. */
function newest(entities: readonly Entity[], key: string, states: StateReader) {
  const found = entities.filter((entity) => entity.key === key).flatMap(({ id }) => states.get(id) ?? []);
  return found.toSorted((one, other) => other.updatedAt - one.updatedAt)[0];
}

function textOf(value: EntityValue | undefined): string | null {
  return typeof value === "string" ? value : null;
}

function numberOf(value: EntityValue | undefined): number | null {
  return typeof value === "number" ? value : null;
}
