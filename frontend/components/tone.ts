/** How serious a reading is. */
export type Tone = "normal" | "warn" | "crit";

/** From which value on a reading is serious; `crit` may be missing. */
export interface Thresholds {
  readonly warn: number;
  readonly crit?: number;
}

/** When a percentage wants attention. The same limits as the hub's default alerts. */
export const thresholds = {
  cpu: { warn: 90 },
  memory: { warn: 85, crit: 95 },
  disk: { warn: 80, crit: 90 },
  celsius: { warn: 80, crit: 95 },
  driveCelsius: { warn: 55, crit: 65 },
  wear: { warn: 80, crit: 95 },
} as const satisfies Readonly<Record<string, Thresholds>>;

/** An unknown value is never serious. */
export function toneOf(value: unknown, { warn, crit }: Thresholds): Tone {
  if (typeof value !== "number") return "normal";
  if (crit !== undefined && value >= crit) return "crit";
  return value >= warn ? "warn" : "normal";
}
