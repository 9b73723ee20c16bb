import type { AlertsConfig } from "../../config.ts";
import type { Condition } from "../../evaluation/condition.ts";
import type { Derived } from "../../evaluation/derivation.ts";
import type { Level, Watched } from "../../evaluation/watch.ts";
import { longestGap } from "../gaps.ts";
import type { Rule, Subject } from "../rule.ts";
import { parseEntityPattern } from "./entity-pattern.ts";
import type { CustomRuleBlock } from "./rule-schema.ts";
import { parseTimeSpan } from "./time-span.ts";
import { customWording } from "./wording.ts";

/** The type of the alerts of all rules of the user's own. */
export const customType = "custom";

const dayMilliseconds = 86_400_000;
/** A forecast that is at its limit today may be a little over it tomorrow. */
const forecastHysteresis = 0.25;

/** A rule of the user's own. Its block has no findings. */
export function customRule(block: CustomRuleBlock, config: Pick<AlertsConfig, "hysteresis_points">): Rule {
  const pattern = parseEntityPattern(block.entity);
  const derived = derivedOf(block.when);
  const isFor = ({ entity, machine }: Subject) =>
    pattern.matches(entity) &&
    (!block.machines || block.machines.includes(machine?.id ?? "")) &&
    (!block.tags || block.tags.some((tag) => machine?.tags.includes(tag)));
  return {
    name: block.name,
    type: customType,
    keys: pattern.keys,
    ...(block.notify === undefined ? {} : { notify: block.notify }),
    ...(derived ? { derives: derived.kind } : {}),
    levels: [levelOf(block, 0)],
    watchedFor: (subject) => (isFor(subject) ? watchedOf(block, subject, config) : null),
    describe: (finding) => customWording(block, finding),
  };
}

function watchedOf(
  block: CustomRuleBlock,
  { entity, machine }: Subject,
  config: Pick<AlertsConfig, "hysteresis_points">,
): Watched {
  const { when, clear = {} } = block;
  const derived = derivedOf(when);
  const hysteresis = entity.unit === "%" && !derived ? config.hysteresis_points : 0;
  const unit = unitOf(block, entity.unit);
  const isTimed = derived?.kind === "silence" || derived?.kind === "forecast";
  return {
    levels: [levelOf(block, hysteresis)],
    clearReadings: derived?.kind === "silence" ? 1 : 2,
    clearMilliseconds: clear.for === undefined ? 0 : parseTimeSpan(clear.for),
    // What is judged by the hub's own time has no gaps of its own.
    longestGap: isTimed ? dayMilliseconds : longestGap(machine),
    ...(derived ? { derived } : {}),
    ...(unit === undefined ? {} : { unit }),
  };
}

function levelOf(block: CustomRuleBlock, hysteresis: number): Level {
  const holdMilliseconds = block.for === undefined ? 0 : parseTimeSpan(block.for);
  const holdReadings = holdMilliseconds > 0 ? 2 : 1;
  return {
    severity: block.severity ?? "medium",
    condition: conditionOf(block, hysteresis),
    holdMilliseconds,
    holdReadings,
  };
}

function derivedOf({ changes, rate, absent, forecast }: CustomRuleBlock["when"]): Derived | undefined {
  if (changes) return { kind: "changes" };
  if (rate) return { kind: "rate", perMilliseconds: parseTimeSpan(rate.per) };
  if (absent) return { kind: "silence" };
  return forecast ? { kind: "forecast" } : undefined;
}

function conditionOf({ when, clear = {} }: CustomRuleBlock, hysteresis: number): Condition {
  const { above = when.rate?.above, below = when.rate?.below, equals, differs, absent, forecast } = when;
  if (above !== undefined) {
    return {
      kind: "above",
      threshold: above,
      hysteresis: clear.below === undefined ? hysteresis : above - clear.below,
    };
  }
  if (below !== undefined) {
    return {
      kind: "below",
      threshold: below,
      hysteresis: clear.above === undefined ? hysteresis : clear.above - below,
    };
  }
  if (equals !== undefined) return { kind: "equals", values: [equals].flat() };
  if (differs !== undefined) return { kind: "differs", values: [differs].flat() };
  if (absent !== undefined) return { kind: "above", threshold: parseTimeSpan(absent) / 1000, hysteresis: 0 };
  if (forecast === undefined) return { kind: "equals", values: [true] };
  const days = parseTimeSpan(forecast.full_within) / dayMilliseconds;
  return { kind: "below", threshold: days, hysteresis: days * forecastHysteresis };
}

function unitOf({ when }: CustomRuleBlock, own: string | undefined): string | undefined {
  if (when.absent) return "s";
  if (when.forecast) return "days";
  return when.rate ? `${own ?? ""} in ${when.rate.per}`.trim() : undefined;
}
