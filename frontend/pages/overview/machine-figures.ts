import { type Thresholds, type Tone, thresholds, toneOf } from "../../components/tone.ts";
import type { DashboardEntity } from "../../sdk/index.ts";
import type { PlainTextKey } from "../../text/t.ts";

/** One bar of a machine's card. */
export interface CardMeter {
  readonly key: string;
  readonly label: PlainTextKey;
  readonly colour: `--${string}`;
  readonly limits: Thresholds;
  /** Said in a chip when the value is serious. */
  readonly warning: PlainTextKey;
  /** The type of the alert that says the same. */
  readonly alertType: string;
}

/** The bars of a machine's card; add a row to add a bar. */
export const cardMeters = [
  {
    key: "cpu_percent",
    label: "card.cpu",
    colour: "--cpu",
    limits: thresholds.cpu,
    warning: "card.cpu_high",
    alertType: "cpu",
  },
  {
    key: "memory_percent",
    label: "card.memory",
    colour: "--memory",
    limits: thresholds.memory,
    warning: "card.memory_high",
    alertType: "memory",
  },
  {
    key: "disk_fullest_percent",
    label: "card.disk",
    colour: "--storage",
    limits: thresholds.disk,
    warning: "card.disk_high",
    alertType: "disk",
  },
] as const satisfies readonly CardMeter[];

/** The keys of every entity that a card shows. */
export const cardKeys = [...cardMeters.map(({ key }) => key), "uptime_seconds", "load_1m", "reboot_required"] as const;

/** The entity's value, when it is a number that is true at present. */
export function numberOf(entity: DashboardEntity | undefined): number | null {
  return entity?.available && typeof entity.value === "number" ? entity.value : null;
}

/** A bar with its value. */
export interface MeterValue extends CardMeter {
  readonly percent: number | null;
  readonly tone: Tone;
}

/** The bars with their values; `read` gives the entity of a key. */
export function meterValues(read: (key: string) => DashboardEntity | undefined): readonly MeterValue[] {
  return cardMeters.map((meter) => {
    const percent = numberOf(read(meter.key));
    return { ...meter, percent, tone: toneOf(percent, meter.limits) };
  });
}

/** The most serious of some tones. */
export function worstOf(tones: readonly Tone[]): Tone {
  if (tones.includes("crit")) return "crit";
  return tones.includes("warn") ? "warn" : "normal";
}
