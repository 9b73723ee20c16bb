import type { DashboardEntity } from "../../sdk/index.ts";
import { thingsOf } from "./things.ts";

/** A whole disk of a machine. Rates in bytes a second; `null` is unknown. */
export interface Drive {
  readonly name: string;
  readonly model: string;
  readonly serial: string;
  readonly readRate: number | null;
  readonly writeRate: number | null;
  readonly busyPercent: number | null;
  readonly celsius: number | null;
  /** The disk's own verdict. */
  readonly passed: boolean | null;
  readonly powerOnHours: number | null;
  readonly wearPercent: number | null;
  readonly reallocatedSectors: number | null;
}

/** The disks among a machine's entities: those that fail first, then by name. */
export function drivesOf(entities: readonly DashboardEntity[]): readonly Drive[] {
  const attribute = (value: unknown) => (typeof value === "string" ? value : "");
  return thingsOf(entities, (key) => /^disk_(read|write|busy|temperature|smart|power|wear|reallocated)_/.test(key))
    .map((thing) => ({
      name: thing.name,
      model: attribute(thing.attributeOfAny("model")),
      serial: attribute(thing.attributeOfAny("serial")),
      readRate: thing.number("disk_read_rate"),
      writeRate: thing.number("disk_write_rate"),
      busyPercent: thing.number("disk_busy_percent"),
      celsius: thing.number("disk_temperature_celsius"),
      passed: thing.flag("disk_smart_passed"),
      powerOnHours: thing.number("disk_power_on_hours"),
      wearPercent: thing.number("disk_wear_percent"),
      reallocatedSectors: thing.number("disk_reallocated_sectors"),
    }))
    .sort((one, other) => Number(other.passed === false) - Number(one.passed === false));
}
