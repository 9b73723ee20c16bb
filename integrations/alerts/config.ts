import type { FromSchema } from "json-schema-to-ts";
import { customRuleSchema } from "./rules/custom/rule-schema.ts";

function threshold(
  what: string,
  defaults: { readonly high: number; readonly critical: number | null; readonly seconds: number },
) {
  return {
    type: "object",
    additionalProperties: false,
    default: {},
    description: `${what}.`,
    properties: {
      high_percent: {
        type: ["number", "null"],
        minimum: 0,
        maximum: 100,
        default: defaults.high,
        description: "From here on it is high; null: never.",
      },
      critical_percent: {
        type: ["number", "null"],
        minimum: 0,
        maximum: 100,
        default: defaults.critical,
        description: "From here on it is critical; null: never.",
      },
      sustained_seconds: {
        type: "integer",
        minimum: 0,
        maximum: 86_400,
        default: defaults.seconds,
        description: "How long it has to last.",
      },
    },
  } as const;
}

const partialThreshold = {
  type: "object",
  additionalProperties: false,
  properties: {
    high_percent: {
      type: ["number", "null"],
      minimum: 0,
      maximum: 100,
      description: "From here on it is high; null: never.",
    },
    critical_percent: {
      type: ["number", "null"],
      minimum: 0,
      maximum: 100,
      description: "From here on it is critical; null: never.",
    },
    sustained_seconds: { type: "integer", minimum: 0, maximum: 86_400, description: "How long it has to last." },
  },
  description: "What is different; the rest stays as it is.",
} as const;

/** Schema of `integrations.alerts` in config.yaml. */
export const alertsConfig = {
  type: "object",
  additionalProperties: false,
  properties: {
    thresholds: {
      type: "object",
      additionalProperties: false,
      default: {},
      description: "When figures are too high, for every machine.",
      properties: {
        cpu: threshold("Use of the processor", { high: 90, critical: null, seconds: 180 }),
        memory: threshold("Use of memory", { high: 85, critical: 95, seconds: 180 }),
        disk: threshold("Use of each file system", { high: 80, critical: 90, seconds: 0 }),
      },
    },
    hysteresis_points: {
      type: "number",
      minimum: 0,
      maximum: 50,
      default: 5,
      description: "How far below its threshold a figure has to fall before the alert ends, in percentage points.",
    },
    overrides: {
      type: "array",
      maxItems: 500,
      default: [],
      description: "Other thresholds for some machines. What names a machine wins over what names a tag.",
      items: {
        type: "object",
        additionalProperties: false,
        properties: {
          machines: { type: "array", items: { type: "string" }, description: "Ids of machines." },
          tags: { type: "array", items: { type: "string" }, description: "Tags, of which a machine has one." },
          off: {
            type: "array",
            items: { type: "string" },
            description: "Types of alerts that these machines do not have.",
          },
          cpu: partialThreshold,
          memory: partialThreshold,
          disk: partialThreshold,
        },
      },
    },
    disk_forecast: {
      type: "object",
      additionalProperties: false,
      default: {},
      description: "File systems that will be full before long, when they go on growing as they did for a week.",
      properties: {
        full_within_days: {
          type: ["number", "null"],
          exclusiveMinimum: 0,
          maximum: 365,
          default: 7,
          description: "Within how many days; null: never say so.",
        },
      },
    },
    rules: {
      type: "array",
      maxItems: 200,
      default: [],
      description: "Rules of your own, over any entity.",
      items: customRuleSchema,
    },
    dead_mans_switch: {
      type: "object",
      additionalProperties: false,
      required: ["url"],
      description: "Tells a service outside that alerts work, so that it can raise the alarm when they do not.",
      properties: {
        url: {
          type: "string",
          format: "http-url",
          writeOnly: true,
          description: "Is asked for (GET) while all is well. A secret.",
        },
        every_seconds: { type: "integer", minimum: 10, maximum: 86_400, default: 60, description: "How often." },
      },
    },
    cooldowns: {
      type: "object",
      additionalProperties: false,
      default: {},
      description: "How long it takes until an alert that is still bad, and that nobody acknowledged, is told again.",
      properties: {
        critical_minutes: { type: "integer", minimum: 1, maximum: 100_000, default: 30, description: "Critical ones." },
        high_minutes: { type: "integer", minimum: 1, maximum: 100_000, default: 240, description: "High ones." },
        medium_minutes: { type: "integer", minimum: 1, maximum: 100_000, default: 1440, description: "Medium ones." },
      },
    },
    notify_on: {
      type: "object",
      additionalProperties: false,
      default: {},
      description: "Which alerts people are told of. All are on the dashboard.",
      properties: {
        critical: { type: "boolean", default: true, description: "Critical ones." },
        high: { type: "boolean", default: true, description: "High ones." },
        medium: { type: "boolean", default: false, description: "Medium ones." },
        low: { type: "boolean", default: false, description: "Low ones." },
        remediation: {
          type: "boolean",
          default: true,
          description: "What is going to be done about an alert (planned).",
        },
        action_failure: { type: "boolean", default: true, description: "Actions that failed (planned)." },
        action_success: { type: "boolean", default: true, description: "Actions that worked (planned)." },
        resolved: { type: "boolean", default: true, description: "The end of an alert that was told." },
      },
    },
  },
} as const;

export type AlertsConfig = FromSchema<typeof alertsConfig>;
