import type { SqlStatement } from "../../../core/sdk/index.ts";
import type { Alert, AlertEvent } from "../alert.ts";

/** A row of the table `alert`. */
export interface AlertRow {
  readonly id: number;
  readonly rule: string;
  readonly type: string;
  readonly subject: string;
  readonly machine_id: string | null;
  readonly severity: string;
  readonly status: string;
  readonly title: string;
  readonly message: string | null;
  readonly suggestion: string | null;
  readonly value: string;
  readonly threshold: number | null;
  readonly unit: string | null;
  readonly instance: string | null;
  readonly since: number;
  readonly opened_at: number;
  readonly acknowledged_at: number | null;
  readonly acknowledged_by: string | null;
  readonly resolved_at: number | null;
  readonly resolved_by: string | null;
  readonly is_flapping: number;
  readonly suppression: string | null;
  readonly notified_at: number | null;
  readonly causes: string;
}

export function rowOf(alert: Alert): AlertRow {
  return {
    id: alert.id,
    rule: alert.rule,
    type: alert.type,
    subject: alert.subject,
    machine_id: alert.machineId,
    severity: alert.severity,
    status: alert.status,
    title: alert.title,
    message: alert.message,
    suggestion: alert.suggestion,
    value: JSON.stringify(alert.value),
    threshold: alert.threshold,
    unit: alert.unit,
    instance: alert.instance,
    since: alert.since,
    opened_at: alert.openedAt,
    acknowledged_at: alert.acknowledgedAt,
    acknowledged_by: alert.acknowledgedBy,
    resolved_at: alert.resolvedAt,
    resolved_by: alert.resolvedBy,
    is_flapping: alert.isFlapping ? 1 : 0,
    suppression: alert.suppression && JSON.stringify(alert.suppression),
    notified_at: alert.notifiedAt,
    causes: JSON.stringify(alert.causes),
  };
}

export function alertOf(row: AlertRow): Alert {
  return {
    id: row.id,
    rule: row.rule,
    type: row.type,
    subject: row.subject,
    machineId: row.machine_id,
    severity: row.severity as Alert["severity"],
    status: row.status as Alert["status"],
    title: row.title,
    message: row.message,
    suggestion: row.suggestion,
    value: JSON.parse(row.value),
    threshold: row.threshold,
    unit: row.unit,
    instance: row.instance,
    since: row.since,
    openedAt: row.opened_at,
    acknowledgedAt: row.acknowledged_at,
    acknowledgedBy: row.acknowledged_by,
    resolvedAt: row.resolved_at,
    resolvedBy: row.resolved_by,
    isFlapping: row.is_flapping === 1,
    suppression: row.suppression === null ? null : JSON.parse(row.suppression),
    notifiedAt: row.notified_at,
    causes: JSON.parse(row.causes),
  };
}

/** Writes an alert as it is now, whether it is there already or not. */
export function saveAlert(alert: Alert): SqlStatement {
  const row = rowOf(alert);
  const names = Object.keys(row);
  const sql = `INSERT OR REPLACE INTO alert (${names.join(", ")}) VALUES (${names.map((name) => `$${name}`).join(", ")})`;
  return { sql, values: { ...row } };
}

export function saveEvent({ alertId, at, kind, by, note }: AlertEvent): SqlStatement {
  const sql = "INSERT INTO alert_event (alert_id, at, kind, by_whom, note) VALUES ($alertId, $at, $kind, $by, $note)";
  return { sql, values: { alertId, at, kind, by, note } };
}
