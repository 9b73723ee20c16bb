import { PlatformError } from "../../errors.ts";
import { isRecordedAsNumbers } from "../../recorder/history.ts";
import type { Entity } from "../../sdk/index.ts";
import type { House } from "../house.ts";

/** Most metrics that are named in an error. */
const mostNamed = 50;

/** JSON schema of the parameters of a path to a machine. */
export const machineParameters = {
  type: "object",
  properties: { id: { type: "string", pattern: "^[a-z0-9-]{1,100}$", description: "The machine's id." } },
} as const;

/** JSON schema of a metric's name. */
export const metricName = { type: "string", minLength: 1, maxLength: 200, pattern: "^[A-Za-z0-9_-]+$" } as const;

/** JSON schema of the parameter that chooses metrics. */
export const metricSelection = {
  type: "array",
  maxItems: 100,
  items: { ...metricName, description: "A metric." },
  description:
    "Metrics of the machine, as its entities are called after it: `cpu_percent`. May be repeated. Default: all that come once; those that come in several, such as `filesystem_percent`, must be asked for.",
} as const;

/**
 * The recorded entities of a machine, by metric, as asked for; without anything asked for, those that come once. Throws `NOT_FOUND`
 * for a machine that does not exist, and `VALIDATION_ERROR` for a metric of which it records nothing.
 */
export function machineMetrics(
  { machines, entities }: Pick<House, "machines" | "entities">,
  id: string,
  metrics: readonly string[] | undefined,
): readonly Entity[] {
  machines.require(id);
  const recorded = [...entities.ofDevice(id)].filter(isRecordedAsNumbers);
  if (!metrics) return recorded.filter(({ instance }) => instance === undefined);
  const byKey = Map.groupBy(recorded, ({ key }) => key);
  return [...new Set(metrics)].flatMap((metric) => {
    const found = byKey.get(metric);
    if (found) return found;
    const known = [...byKey.keys()].slice(0, mostNamed).join(", ") || "nothing";
    throw new PlatformError("VALIDATION_ERROR", `'${id}' does not record "${metric}"; it records ${known}`, {
      field: "metric",
    });
  });
}
