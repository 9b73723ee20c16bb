import type { Machine, Severity } from "../../../core/sdk/index.ts";
import type { AlertsConfig } from "../config.ts";
import type { Level, Watched } from "../evaluation/watch.ts";
import { longestGap } from "./gaps.ts";
import type { Finding, Rule, Wording } from "./rule.ts";
import { type Figure, thresholdFor } from "./thresholds.ts";
import { bytesText, figureText, nameOf } from "./wording.ts";

interface FigureRule {
  readonly figure: Figure;
  readonly key: string;
  readonly describe: (finding: Finding) => Wording;
}

const figures: readonly FigureRule[] = [
  {
    figure: "cpu",
    key: "cpu_percent",
    describe: (finding) => ({
      title: `Processor of ${nameOf(finding)} at ${figureText(finding)}`,
      message: "Nearly all of the processor has been in use for a while.",
      suggestion: "Look at the busiest processes: one may be stuck, or the machine may have too much to do.",
    }),
  },
  {
    figure: "memory",
    key: "memory_percent",
    describe: (finding) => ({
      title: `Memory of ${nameOf(finding)} at ${figureText(finding)}`,
      message: "Little memory is left for new programs.",
      suggestion: "Restart or limit the largest process before the kernel ends one.",
    }),
  },
  {
    figure: "disk",
    key: "filesystem_percent",
    describe: (finding) => ({
      title: `Disk ${finding.subject.entity.instance ?? "/"} on ${nameOf(finding)} at ${figureText(finding)}`,
      message: `${usageText(finding)}Programs that write to it fail when it is full.`,
      suggestion: "Remove what is not needed (logs, old images, package caches), or make the file system larger.",
    }),
  },
];

/** The figures that are judged by a threshold: processor, memory, and each file system. */
export function figureRules(config: AlertsConfig): readonly Rule[] {
  return figures.map(({ figure, key, describe }) => ({
    name: figure,
    type: figure,
    keys: [key],
    levels: watchedFor(config, figure, undefined)?.levels ?? [],
    unit: "%",
    watchedFor: ({ machine }) => watchedFor(config, figure, machine),
    describe,
  }));
}

/** `11.9 TiB of 14.6 TiB are used. `, or nothing when that is not known. */
function usageText({ sibling }: Finding): string {
  const [used, total] = [sibling("filesystem_used_bytes"), sibling("filesystem_total_bytes")];
  return typeof used === "number" && typeof total === "number"
    ? `${bytesText(used)} of ${bytesText(total)} are used. `
    : "";
}

function watchedFor(config: AlertsConfig, figure: Figure, machine: Machine | undefined): Watched | null {
  const { highPercent, criticalPercent, sustainedSeconds } = thresholdFor(config, figure, machine);
  const level = (severity: Severity, threshold: number | null): readonly Level[] => {
    if (threshold === null) return [];
    const condition = { kind: "above", threshold, hysteresis: config.hysteresis_points } as const;
    const holdReadings = sustainedSeconds > 0 ? 2 : 1;
    return [{ severity, condition, holdMilliseconds: sustainedSeconds * 1000, holdReadings }];
  };
  const levels = [...level("high", highPercent), ...level("critical", criticalPercent)];
  return levels.length === 0 ? null : { levels, clearReadings: 2, longestGap: longestGap(machine) };
}
