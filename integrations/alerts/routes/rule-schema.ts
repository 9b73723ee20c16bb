import type { Level } from "../evaluation/watch.ts";
import { severities } from "./alert-schema.ts";

const levelFields = {
  severity: { enum: severities, description: "How much it matters." },
  condition: { enum: ["above", "below", "equals", "differs"], description: "How the value is compared." },
  threshold: { type: ["number", "null"], description: "What it is compared with, for above and below." },
  values: {
    type: ["array", "null"],
    items: { type: ["number", "string", "boolean", "null"], description: "A value." },
    description: "What it is compared with, for equals and differs.",
  },
  for_seconds: { type: "integer", description: "How long it has to last." },
  readings: { type: "integer", description: "Over how many readings at least." },
} as const;

const fields = {
  name: { type: "string", description: "Its name; for a rule of the hub, the type of its alerts." },
  kind: { enum: ["built_in", "custom"], description: "custom: the user's own, in config.yaml." },
  type: { type: "string", description: "The type of its alerts." },
  entity: { type: ["string", "null"], description: "The entities that it judges, as a pattern; null: machines." },
  judges: {
    enum: ["value", "changes", "rate", "silence", "forecast", "presence"],
    description: "What of them it judges.",
  },
  levels: {
    type: "array",
    description: "Its degrees, the mildest first; for single machines the configuration may say other ones.",
    items: {
      type: "object",
      description: "One degree.",
      required: Object.keys(levelFields),
      additionalProperties: false,
      properties: levelFields,
    },
  },
  unit: { type: ["string", "null"], description: "The unit of the thresholds, where it is one." },
  subjects: { type: ["integer", "null"], description: "How many entities it judges now; null for machines." },
  open_alerts: { type: "integer", description: "How many of its alerts are open or acknowledged." },
  rule: {
    type: ["object", "null"],
    additionalProperties: true,
    description: "The user's own as config.yaml has it; null for a rule of the hub.",
  },
} as const;

/** Every rule, as the API shows them. */
export const ruleListSchema = {
  title: "AlertRuleList",
  type: "object",
  required: ["rules", "total"],
  additionalProperties: false,
  properties: {
    rules: {
      type: "array",
      description: "The hub's own first.",
      items: {
        title: "AlertRule",
        type: "object",
        description: "When an alert opens.",
        required: Object.keys(fields),
        additionalProperties: false,
        properties: fields,
      },
    },
    total: { type: "integer", description: "How many there are." },
  },
} as const;

/** One degree as the API shows it. */
export function levelToWire({ severity, condition, holdMilliseconds, holdReadings }: Level) {
  const isNumber = condition.kind === "above" || condition.kind === "below";
  return {
    severity,
    condition: condition.kind,
    threshold: isNumber ? condition.threshold : null,
    values: isNumber ? null : condition.values,
    for_seconds: Math.round(holdMilliseconds / 1000),
    readings: holdReadings,
  };
}
