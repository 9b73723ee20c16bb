import type { JsonObject, MachineFields, Severity } from "../../core/sdk/index.ts";
import type { Alert } from "./alert.ts";
import type { AlertBook } from "./book/alert-book.ts";

const weight: Readonly<Record<Severity, number>> = { critical: 0, high: 1, medium: 2, low: 3 };
/** Most that stand on a machine's card. */
const mostSummaries = 5;

/** What machines show of their alerts: how many are open, and the worst of them. */
export function machineFields(book: AlertBook): MachineFields {
  return {
    defaults: { active_alert_count: 0, active_alert_summaries: [] },
    read: async (ids) => {
      const wanted = new Set(ids);
      const byMachine = Map.groupBy(book.list(), ({ machineId }) => machineId ?? "");
      const entries = [...byMachine].filter(([id]) => wanted.has(id));
      return Object.fromEntries(entries.map(([id, alerts]) => [id, fieldsOf(alerts)]));
    },
  };
}

function fieldsOf(alerts: readonly Alert[]): JsonObject {
  const worst = alerts.toSorted((one, other) => weight[one.severity] - weight[other.severity] || other.id - one.id);
  const summaries = worst.slice(0, mostSummaries).map(({ id, type, severity, status, title }) => {
    return { id, alert_type: type, severity, status, title };
  });
  return { active_alert_count: alerts.length, active_alert_summaries: summaries };
}
