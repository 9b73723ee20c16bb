import type { AlertRecord } from "../../../frontend/state/alert-record.ts";
import type { TestDashboard } from "./fixture.ts";
import { sampleTime } from "./samples.ts";

const ago = (minutes: number) => new Date(sampleTime - minutes * 60_000).toISOString();

/** An alert that is open since twelve minutes; a test says what is different. */
export function alertOf(id: number, changes: Partial<AlertRecord> = {}): AlertRecord {
  const status = changes.status ?? "open";
  return {
    id,
    server_id: "nas",
    server_name: "NAS",
    alert_type: "disk",
    rule: "disk",
    subject: "nas.filesystem_percent./",
    severity: "high",
    title: `Disk ${id} on NAS at 82 %`,
    message: "Programs that write to / fail when it is full.",
    suggestion: "Remove what is not needed.",
    threshold_value: 80,
    actual_value: 82,
    unit: "%",
    instance: "/",
    since: ago(12),
    created_at: ago(12),
    acknowledged_at: status === "acknowledged" ? ago(5) : null,
    acknowledged_by: status === "acknowledged" ? "tablet" : null,
    resolved_at: status === "resolved" ? ago(2) : null,
    resolved_by: null,
    auto_resolved: status === "resolved",
    can_acknowledge: status === "open",
    can_resolve: status !== "resolved",
    is_flapping: false,
    suppression: null,
    causes: [],
    notified_at: ago(12),
    ...changes,
    status,
  };
}

/** A hub that has these alerts, and does to them what it is asked to. */
export class FakeAlerts {
  alerts: readonly AlertRecord[];

  constructor(dashboard: TestDashboard, alerts: readonly AlertRecord[]) {
    this.alerts = alerts;
    dashboard.answers.set("/alerts/pending", () => Response.json({ pending: [], total: 0 }));
    dashboard.answers.set("/alerts?", ({ path }) => this.#list(path));
    dashboard.answers.set("/alerts/", ({ path, method }) => this.#one(path, method));
  }

  #list(path: string): Response {
    const query = new URLSearchParams(path.split("?")[1]);
    const [status, severity, machine] = ["status", "severity", "machine_id"].map((name) => query.get(name));
    const matching = this.alerts
      .filter((alert) => (status === "active" ? alert.status !== "resolved" : alert.status === status))
      .filter((alert) => !severity || alert.severity === severity)
      .filter((alert) => !machine || alert.server_id === machine)
      .toSorted((one, other) => other.id - one.id);
    const offset = Number(query.get("offset"));
    const page = matching.slice(offset, offset + Number(query.get("limit")));
    return Response.json({ alerts: page, total: matching.length });
  }

  #one(path: string, method: string): Response {
    const [, , id, act] = path.split("/");
    const alert = this.alerts.find((one) => String(one.id) === id);
    if (!alert)
      return Response.json({ detail: { code: "NOT_FOUND", message: `There is no alert ${id}` } }, { status: 404 });
    if (method === "GET") return Response.json({ ...alert, events: [] });
    const changed = alertOf(alert.id, {
      ...alert,
      status: act === "acknowledge" ? "acknowledged" : "resolved",
      ...permissions(act),
    });
    this.alerts = this.alerts.map((one) => (one.id === alert.id ? changed : one));
    return Response.json(changed);
  }
}

function permissions(act: string | undefined): Partial<AlertRecord> {
  if (act === "acknowledge") return { can_acknowledge: false, acknowledged_by: "me" };
  return {
    can_acknowledge: false,
    can_resolve: false,
    resolved_at: new Date(sampleTime).toISOString(),
    resolved_by: "me",
  };
}

const threshold = { high_percent: 90, critical_percent: null, sustained_seconds: 180 };
const level = { severity: "high", condition: "above", threshold: 90, values: null, for_seconds: 180, readings: 2 };
const silence = {
  id: 1,
  machine_id: "nas",
  type: "cpu",
  tag: null,
  comment: null,
  created_by: "me",
  created_at: ago(1),
  ends_at: ago(-60),
};
const delivery = {
  sequence: 1,
  channel: "mail",
  kind: "opened",
  state: "dead",
  attempts: 3,
  reason: "No",
  created_at: ago(2),
  ended_at: ago(1),
  next_at: null,
};

/** What the rest of the hub's alerts answers, by path: something of everything. */
export const alertAnswers: Readonly<Record<string, object>> = {
  "/alerts/rules": {
    rules: [
      {
        name: "door",
        kind: "custom",
        type: "custom",
        entity: "*.door",
        judges: "value",
        levels: [level],
        unit: null,
        subjects: 1,
        open_alerts: 2,
      },
    ],
  },
  "/config/thresholds": { cpu: threshold, memory: threshold, disk: threshold, server_offline_seconds: 180 },
  "/integrations/alerts/config": {
    config: { overrides: [{ tags: ["lab"], off: ["cpu"] }] },
    version: "1",
    writable: true,
    reason: null,
  },
  "/silences": { silences: [silence], total: 1 },
  "/notifications": { notifications: [delivery], total: 1 },
  "/channels": { channels: [], total: 0 },
};
