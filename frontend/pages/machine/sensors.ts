import type { DashboardEntity } from "../../sdk/index.ts";
import { thingsOf } from "./things.ts";

/** A temperature of a machine. */
export interface Sensor {
  readonly label: string;
  readonly chip: string;
  readonly celsius: number | null;
}

/** The sensors among a machine's entities but those of single cores, hottest first. */
export function sensorsOf(entities: readonly DashboardEntity[]): readonly Sensor[] {
  return read(entities, "sensor_celsius").toSorted((one, other) => (other.celsius ?? 0) - (one.celsius ?? 0));
}

/** The temperatures of single cores, coldest first. */
export function coreTemperatures(entities: readonly DashboardEntity[]): readonly number[] {
  return read(entities, "sensor_core_celsius")
    .flatMap(({ celsius }) => celsius ?? [])
    .toSorted((one, other) => one - other);
}

function read(entities: readonly DashboardEntity[], key: string): readonly Sensor[] {
  return thingsOf(entities, (other) => other === key).map((thing) => ({
    label: String(thing.attribute(key, "label") ?? thing.name),
    chip: String(thing.attribute(key, "chip") ?? ""),
    celsius: thing.number(key),
  }));
}
