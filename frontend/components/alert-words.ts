import type { EntityValue } from "../../core/sdk/index.ts";
import {
  formatBytes,
  formatPlain,
  formatPrecisePercent,
  formatRate,
  unitSpace,
  unknownFigure,
} from "../format/numbers.ts";
import { english } from "../text/english.ts";
import { type PlainTextKey, t } from "../text/t.ts";

/** A type of alert for people. One that the dashboard does not know is written as it is. */
export function typeWord(type: string): string {
  const key = `alert_type.${type}`;
  return isText(key) ? t(key) : type.replaceAll("_", " ");
}

/** Every type of alert that the dashboard knows a word for. */
export const knownTypes: readonly string[] = Object.keys(english).flatMap((key) =>
  key.startsWith("alert_type.") ? [key.slice("alert_type.".length)] : [],
);

/** What an alert's value is, with its unit. Texts may come from a hostile machine. */
export function valueText(value: EntityValue | undefined, unit: string | null): string {
  if (value === null || value === undefined) return unknownFigure;
  return typeof value === "number" ? formatterOf(unit)(value) : String(value);
}

/** How numbers of a unit are written. */
export function formatterOf(unit: string | null): (value: number) => string {
  if (unit === "%") return formatPrecisePercent;
  if (unit === "B") return formatBytes;
  if (unit === "B/s") return formatRate;
  return (value) => (unit === null ? formatPlain(value) : `${formatPlain(value)}${unitSpace}${unit}`);
}

function isText(key: string): key is Extract<PlainTextKey, `alert_type.${string}`> {
  return Object.hasOwn(english, key);
}
