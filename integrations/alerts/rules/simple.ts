import type { EntityValue, Severity } from "../../../core/sdk/index.ts";
import type { Condition } from "../evaluation/condition.ts";
import { longestGap } from "./gaps.ts";
import type { Finding, Rule, Wording } from "./rule.ts";
import { nameOf } from "./wording.ts";

interface SimpleRule {
  readonly type: string;
  readonly key: string;
  readonly severity: Severity;
  readonly condition: Condition;
  readonly holdReadings: number;
  readonly describe: (finding: Finding) => Wording;
}

const isOneOf = (...values: readonly EntityValue[]): Condition => ({ kind: "equals", values });
const instanceOf = ({ subject }: Finding) => subject.entity.instance ?? "";

/** One condition, one severity. A row more is an alert more. */
const simple: readonly SimpleRule[] = [
  {
    type: "update_available",
    key: "security_updates",
    severity: "low",
    condition: { kind: "above", threshold: 1, hysteresis: 0 },
    holdReadings: 1,
    describe: (finding) => ({
      title: `${String(finding.state.value)} security updates for ${nameOf(finding)}`,
      message: null,
      suggestion: "Apply them when a restart of services does not hurt.",
    }),
  },
  {
    type: "smart",
    key: "disk_smart_passed",
    severity: "critical",
    condition: isOneOf(false),
    holdReadings: 1,
    describe: (finding) => ({
      title: `Disk ${instanceOf(finding)} of ${nameOf(finding)} says that it is failing`,
      message: "Its own health check (SMART) does not pass.",
      suggestion: "Copy what is on it now, and replace it.",
    }),
  },
  {
    type: "container_unhealthy",
    key: "container_health",
    severity: "high",
    condition: isOneOf("unhealthy"),
    holdReadings: 2,
    describe: (finding) => ({
      title: `Container ${instanceOf(finding)} on ${nameOf(finding)} is unhealthy`,
      message: "Its own health check fails.",
      suggestion: "Look at its log, then restart it.",
    }),
  },
  {
    type: "container_restarting",
    key: "container_state",
    severity: "high",
    condition: isOneOf("restarting"),
    holdReadings: 2,
    describe: (finding) => ({
      title: `Container ${instanceOf(finding)} on ${nameOf(finding)} keeps restarting`,
      message: "It ends soon after each start.",
      suggestion: "Look at its log: it says why it ends.",
    }),
  },
];

/** The alerts that need nothing but one value. */
export const simpleRules: readonly Rule[] = simple.map(({ type, key, severity, condition, holdReadings, describe }) => {
  const levels = [{ severity, condition, holdMilliseconds: 0, holdReadings }];
  return {
    name: type,
    type,
    keys: [key],
    levels,
    watchedFor: ({ machine }) => ({ levels, clearReadings: holdReadings, longestGap: longestGap(machine) }),
    describe,
  };
});
