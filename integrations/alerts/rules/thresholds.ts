import type { Machine } from "../../../core/sdk/index.ts";
import type { AlertsConfig } from "../config.ts";

/** What a built-in figure is compared with. `null`: that degree does not exist. */
export interface Threshold {
  readonly highPercent: number | null;
  readonly criticalPercent: number | null;
  readonly sustainedSeconds: number;
}

/** Figures that have thresholds in the configuration. */
export type Figure = keyof AlertsConfig["thresholds"];

type Override = AlertsConfig["overrides"][number];

/** The thresholds of a machine: what names it wins over what names one of its tags, and that over the general ones. */
export function thresholdFor(config: AlertsConfig, figure: Figure, machine: Machine | undefined): Threshold {
  const parts = [config.thresholds[figure], ...overridesFor(config, machine).map((override) => override[figure] ?? {})];
  const merged = Object.assign({}, ...parts) as AlertsConfig["thresholds"][Figure];
  return {
    highPercent: merged.high_percent,
    criticalPercent: merged.critical_percent,
    sustainedSeconds: merged.sustained_seconds,
  };
}

/** Whether a machine has alerts of that type at all. */
export function isOff(config: AlertsConfig, type: string, machine: Machine | undefined): boolean {
  return overridesFor(config, machine).some(({ off = [] }) => off.includes(type));
}

/** The least specific first, so that a later one wins. */
function overridesFor({ overrides }: AlertsConfig, machine: Machine | undefined): readonly Override[] {
  if (!machine) return [];
  const byTag = overrides.filter(
    ({ machines, tags = [] }) => !machines && tags.some((tag) => machine.tags.includes(tag)),
  );
  const byName = overrides.filter(({ machines = [] }) => machines.includes(machine.id));
  return [...byTag, ...byName];
}
