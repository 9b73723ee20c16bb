import type { DashboardEntity, DashboardMachine } from "../../../frontend/sdk/index.ts";
import { entityOf, machineOf } from "../../../frontend/state/wire.ts";
import { memberOf } from "./fleet-member.ts";
import { statesOf } from "./fleet-states.ts";

/** The moment of every sample, in Unix milliseconds. */
export const sampleTime = Date.parse("2025-01-01T12:00:00Z");

/** A machine that is online; say what is different. */
export function sampleMachine(change: Partial<DashboardMachine> = {}): DashboardMachine {
  return { ...machineOf(memberOf({ id: "nas", display_name: "NAS" }, sampleTime).machine), ...change };
}

/** One CPU reading; say what is different. */
export function sampleEntity(change: Partial<DashboardEntity> = {}): DashboardEntity {
  const entity = {
    device: "nas",
    key: "cpu_percent",
    instance: null,
    name: "CPU",
    unit: "%",
    value: 12,
    available: true,
    changedAt: sampleTime,
    updatedAt: sampleTime,
    attributes: {},
    ...change,
  };
  return { ...entity, id: change.id ?? `${entity.device}.${entity.key}` };
}

/** Every entity of the machine `nas`, as a healthy small server has them. */
export function sampleEntities(): readonly DashboardEntity[] {
  return statesOf(memberOf({ id: "nas" }, sampleTime), sampleTime).map(entityOf);
}
