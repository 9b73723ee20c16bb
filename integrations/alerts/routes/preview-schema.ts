import { customRuleSchema } from "../rules/custom/rule-schema.ts";
import { severities } from "./alert-schema.ts";

const percent = (description: string) => ({ type: ["number", "null"], minimum: 0, maximum: 100, description }) as const;

/** What is to be tried out: a rule of the user's own, or one of the hub's, with other thresholds if wanted. */
export const previewRequestSchema = {
  title: "AlertRulePreviewRequest",
  type: "object",
  description: "Either a rule as config.yaml would have it, or the name of one of the hub's.",
  additionalProperties: false,
  properties: {
    rule: { ...customRuleSchema, description: "A rule as config.yaml would have it." },
    type: { type: "string", minLength: 1, maxLength: 64, description: "A rule of the hub: cpu, memory, disk …" },
    thresholds: {
      type: "object",
      additionalProperties: false,
      description: "Other thresholds for cpu, memory or disk; what is left out stays as it is.",
      properties: {
        high_percent: percent("From here on it is high; null: never."),
        critical_percent: percent("From here on it is critical; null: never."),
        sustained_seconds: { type: "integer", minimum: 0, maximum: 86_400, description: "How long it has to last." },
      },
    },
    days: { type: "integer", minimum: 1, maximum: 30, default: 7, description: "How many days to look back." },
    machine_ids: {
      type: "array",
      maxItems: 1000,
      items: { type: "string", maxLength: 100, description: "A machine." },
      description: "Only these machines; left out: all that the rule is for.",
    },
  },
  examples: [{ type: "memory", thresholds: { high_percent: 75 }, days: 7 }],
} as const;

const alertFields = {
  server_id: { type: ["string", "null"], description: "The machine's id." },
  server_name: { type: ["string", "null"], description: "What people call it." },
  subject: { type: "string", description: "The entity." },
  instance: { type: ["string", "null"], description: "The unit, mount or container." },
  severity: { enum: severities, description: "The worst that it became." },
  since: { type: "string", format: "date-time", description: "Since when it was bad." },
  created_at: { type: "string", format: "date-time", description: "When it would have opened." },
  until: { type: ["string", "null"], format: "date-time", description: "When it would have ended; null: not yet." },
  worst_value: { type: ["number", "string", "boolean", "null"], description: "The worst value while it lasted." },
  unit: { type: ["string", "null"], description: "Its unit." },
} as const;

/** What would have been. */
export const previewSchema = {
  title: "AlertRulePreview",
  type: "object",
  required: ["would_have_fired", "alerts", "subjects", "evaluated_samples", "days", "incomplete"],
  additionalProperties: false,
  properties: {
    would_have_fired: { type: "integer", description: "How many alerts there would have been." },
    alerts: {
      type: "array",
      description: "At most 500 of them, the newest first.",
      items: {
        title: "PreviewedAlert",
        type: "object",
        description: "An alert that there would have been.",
        required: Object.keys(alertFields),
        additionalProperties: false,
        properties: alertFields,
      },
    },
    subjects: { type: "integer", description: "How many entities the rule would judge." },
    evaluated_samples: { type: "integer", description: "How many readings were judged." },
    days: { type: "integer", description: "How many days were looked at." },
    incomplete: { type: "boolean", description: "There was more than one request looks at: fewer days tell all." },
  },
} as const;
