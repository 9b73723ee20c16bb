import type { EntityValue, Severity } from "../../core/sdk/index.ts";

/** Where an alert stands. What is acknowledged is known to somebody, and still bad. */
export type AlertStatus = "open" | "acknowledged" | "resolved";

/** An alert as the hub lists it. Every text may come from a hostile machine; times are ISO 8601. */
export interface AlertRecord {
  readonly id: number;
  readonly server_id: string | null;
  readonly server_name: string | null;
  readonly alert_type: string;
  readonly rule: string;
  /** The entity or machine that is judged. */
  readonly subject: string;
  readonly severity: Severity;
  readonly status: AlertStatus;
  readonly title: string;
  readonly message: string | null;
  readonly suggestion: string | null;
  readonly threshold_value: number | null;
  readonly actual_value: EntityValue;
  readonly unit: string | null;
  readonly instance: string | null;
  readonly since: string;
  readonly created_at: string;
  readonly acknowledged_at: string | null;
  readonly acknowledged_by: string | null;
  readonly resolved_at: string | null;
  /** `null` when it ended by itself. */
  readonly resolved_by: string | null;
  readonly auto_resolved: boolean;
  readonly can_acknowledge: boolean;
  readonly can_resolve: boolean;
  /** It comes and goes. */
  readonly is_flapping: boolean;
  /** Why nobody is told of it; `null` when people are. */
  readonly suppression: "inhibited" | "silenced" | "maintenance" | null;
  readonly causes: readonly string[];
  readonly notified_at: string | null;
}

/** One page of a list of alerts. */
export interface AlertPage {
  readonly alerts: readonly AlertRecord[];
  readonly total: number;
}

/** Every severity, the worst first. */
export const severities: readonly Severity[] = ["critical", "high", "medium", "low"];

/** Whether somebody should look at it now: nobody has, nothing keeps it quiet, and it cannot wait for a quiet moment. */
export function needsAttention({ status, suppression, severity }: AlertRecord): boolean {
  return status === "open" && suppression === null && severity !== "low";
}

/** Sorts the worst first, and of equals the newest. */
export function byWorst(one: AlertRecord, other: AlertRecord): number {
  return severities.indexOf(one.severity) - severities.indexOf(other.severity) || other.id - one.id;
}
