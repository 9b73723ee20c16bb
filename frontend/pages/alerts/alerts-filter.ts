import type { AlertRecord, AlertStatus } from "../../state/alert-record.ts";

/** What the user wants to see of the alerts. An empty text is any. */
export interface AlertsFilter {
  readonly status: AlertStatus | "all";
  readonly severity: string;
  readonly machine: string;
  readonly type: string;
}

/** Shows everything. */
export const noFilter: AlertsFilter = { status: "all", severity: "", machine: "", type: "" };

/** The groups of the list, in their order. */
export const alertStatuses = ["open", "acknowledged", "resolved"] as const satisfies readonly AlertStatus[];

/** Reads a filter from a page's query: `?status=open&machine=nas`. */
export function parseAlertsFilter(query: string): AlertsFilter {
  const parameters = new URLSearchParams(query);
  const text = (name: string) => parameters.get(name) ?? "";
  const status = alertStatuses.find((known) => known === text("status")) ?? "all";
  return { status, severity: text("severity"), machine: text("machine"), type: text("type") };
}

/** The query of a filter; empty when it shows everything. */
export function formatAlertsFilter(filter: AlertsFilter): string {
  const parameters = new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== "" && value !== "all"));
  return parameters.size > 0 ? `?${parameters}` : "";
}

/** Whether an alert is what the user looks for, whatever its status. */
export function matchesAlertsFilter(alert: AlertRecord, { severity, machine, type }: AlertsFilter): boolean {
  return (
    (severity === "" || alert.severity === severity) &&
    (machine === "" || alert.server_id === machine) &&
    (type === "" || alert.alert_type === type)
  );
}

/** What to ask the hub for, to get the resolved alerts of a filter. */
export function resolvedQuery({ severity, machine, type }: AlertsFilter): string {
  const wanted = { status: "resolved", severity, machine_id: machine, type };
  return String(new URLSearchParams(Object.entries(wanted).filter(([, value]) => value !== "")));
}
