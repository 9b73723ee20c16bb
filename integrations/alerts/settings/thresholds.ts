import { alertsConfig } from "../config.ts";
import type { SettingField } from "./fields.ts";

const { cpu, memory, disk } = alertsConfig.properties.thresholds.properties;
const names = ["high_percent", "critical_percent", "sustained_seconds"] as const;

/** The thresholds as the API has them. */
export const thresholdFields: readonly SettingField[] = [
  ...["cpu", "memory", "disk"].flatMap((figure) =>
    names.map((name) => ({ field: `${figure}.${name}`, setting: `integrations.alerts.thresholds.${figure}.${name}` })),
  ),
  { field: "server_offline_seconds", setting: "hub.offline_after_seconds" },
];

const properties = {
  cpu: withoutDefaults(cpu),
  memory: withoutDefaults(memory),
  disk: withoutDefaults(disk),
  server_offline_seconds: {
    type: "integer",
    minimum: 30,
    maximum: 86_400,
    description: "How long a machine may be silent at least until it counts as offline.",
  },
} as const;

/** JSON schema of the thresholds in an answer. */
export const thresholdsSchema = {
  title: "Thresholds",
  type: "object",
  description: "When figures are too high, and when a machine is offline.",
  required: Object.keys(properties),
  additionalProperties: false,
  properties,
} as const;

/** JSON schema of what of them is to be different. */
export const thresholdsUpdateSchema = {
  title: "ThresholdsUpdate",
  type: "object",
  description: "What is left out stays as it is.",
  additionalProperties: false,
  properties,
  examples: [{ cpu: { high_percent: 90, sustained_seconds: 180 }, server_offline_seconds: 180 }],
} as const;

/** A request that leaves a field out does not mean its default. */
function withoutDefaults({ description, properties: own }: typeof cpu | typeof memory | typeof disk) {
  const fields = Object.entries(own).map(([name, { default: _, ...schema }]) => [name, schema] as const);
  return { type: "object", description, additionalProperties: false, properties: Object.fromEntries(fields) } as const;
}
