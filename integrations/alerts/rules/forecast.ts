import type { AlertsConfig } from "../config.ts";
import type { Rule } from "./rule.ts";
import { figureText, nameOf } from "./wording.ts";

/** A day after its limit is passed again it is still worth knowing. */
const hysteresis = 0.25;
/** Judged once an hour; a hub that was off for a night goes on where it was. Milliseconds. */
const longestGap = 86_400_000;

/** File systems that will be full before long; none when the configuration turns it off. */
export function forecastRules({ disk_forecast: { full_within_days: days } }: AlertsConfig): readonly Rule[] {
  if (days === null) return [];
  const condition = { kind: "below", threshold: days, hysteresis: days * hysteresis } as const;
  const level = { severity: "medium", condition, holdMilliseconds: 0, holdReadings: 2 } as const;
  const derived = { kind: "forecast" } as const;
  return [
    {
      name: "disk_forecast",
      type: "disk_forecast",
      keys: ["filesystem_percent"],
      derives: derived.kind,
      levels: [level],
      unit: "days",
      watchedFor: () => ({ levels: [level], clearReadings: 2, longestGap, derived, unit: "days" }),
      describe: (finding) => ({
        title: `Disk ${finding.subject.entity.instance ?? "/"} on ${nameOf(finding)} will be full in ${figureText(finding)}`,
        message: "It has grown for days, and is full then if that goes on.",
        suggestion: "Look at what grows (logs, images, backups), or make the file system larger.",
      }),
    },
  ];
}
