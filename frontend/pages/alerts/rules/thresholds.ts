/** When a figure is too high. `null` is never. */
export interface Threshold {
  readonly high_percent: number | null;
  readonly critical_percent: number | null;
  /** How long it has to last. */
  readonly sustained_seconds: number;
}

/** The figures that have thresholds. */
export const figures = ["cpu", "memory", "disk"] as const;
export type Figure = (typeof figures)[number];

/** The parts of a threshold, in the order in which they are read. */
export const thresholdParts = ["high_percent", "critical_percent", "sustained_seconds"] as const;
export type ThresholdPart = (typeof thresholdParts)[number];

/** The thresholds of every machine that has no exception, as the hub has them. */
export interface Thresholds extends Readonly<Record<Figure, Threshold>> {
  readonly server_offline_seconds: number;
}

/** An exception from the thresholds for some machines, as config.yaml has it. */
export interface ThresholdException extends Readonly<Partial<Record<Figure, Partial<Threshold>>>> {
  readonly machines?: readonly string[];
  readonly tags?: readonly string[];
  /** Types of alerts that these machines do not have. */
  readonly off?: readonly string[];
}

/** What is wrong with a threshold; `null` when nothing is. */
export function faultOf(
  threshold: Partial<Pick<Threshold, "high_percent" | "critical_percent">>,
): "number" | "order" | null {
  const { high_percent: high, critical_percent: critical } = threshold;
  const percents = [high, critical].filter((percent) => percent !== null && percent !== undefined);
  if (percents.some((percent) => !(percent >= 0 && percent <= 100))) return "number";
  const isOrdered = typeof high !== "number" || typeof critical !== "number" || critical > high;
  return isOrdered ? null : "order";
}
