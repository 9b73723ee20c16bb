import type { IntegrationContext } from "../../../core/sdk/index.ts";
import type { AlertsConfig } from "../config.ts";
import type { AlertEngine } from "../engine/engine.ts";
import { machineName } from "../rules/wording.ts";
import { severities } from "./alert-schema.ts";

const fields = {
  server_id: { type: ["string", "null"], description: "The machine's id." },
  server_name: { type: ["string", "null"], description: "What people call it." },
  metric_type: { type: "string", description: "The rule: cpu, memory …" },
  subject: { type: "string", description: "The entity that is judged." },
  current_value: { type: ["number", "string", "boolean", "null"], description: "The value now." },
  threshold_value: { type: ["number", "null"], description: "What it is compared with." },
  severity: { enum: severities, description: "What the alert will be." },
  first_breach_at: { type: "string", format: "date-time", description: "Since when it is bad." },
  sustained_seconds: { type: "integer", description: "How long it has to last." },
  elapsed_seconds: { type: "integer", description: "How long it has lasted." },
  time_until_alert: { type: "integer", description: "Seconds until the alert opens when it stays bad." },
} as const;

/** `GET /alerts/pending`: what is bad, and has not lasted long enough to be an alert. */
export function addPendingRoute(context: IntegrationContext<AlertsConfig>, engine: AlertEngine): void {
  context.addRoute(
    {
      method: "GET",
      path: "/alerts/pending",
      operationId: "list_pending_alerts",
      summary: "List what is bad but has not lasted long enough to be an alert",
      tag: "Alerts",
      scope: "viewer",
      responses: {
        200: {
          description: "The breaches.",
          body: {
            title: "PendingBreachList",
            type: "object",
            required: ["pending", "total"],
            properties: {
              pending: {
                type: "array",
                description: "The breaches.",
                items: {
                  title: "PendingBreach",
                  type: "object",
                  description: "One breach.",
                  required: Object.keys(fields),
                  additionalProperties: false,
                  properties: fields,
                },
              },
              total: { type: "integer", description: "How many there are." },
            },
          },
        },
      },
    },
    () => {
      const now = context.clock.now();
      const pending = engine.pending().map(({ binding, since, level, value }) => {
        const { machine, entity } = binding.subject;
        const sustained = Math.round(level.holdMilliseconds / 1000);
        const elapsed = Math.max(0, Math.round((now - since) / 1000));
        return {
          server_id: machine?.id ?? null,
          server_name: machine ? machineName(machine) : null,
          metric_type: binding.rule.name,
          subject: entity.id,
          current_value: value,
          threshold_value: "threshold" in level.condition ? level.condition.threshold : null,
          severity: level.severity,
          first_breach_at: new Date(since).toISOString(),
          sustained_seconds: sustained,
          elapsed_seconds: elapsed,
          time_until_alert: Math.max(0, sustained - elapsed),
        };
      });
      return { pending, total: pending.length };
    },
  );
}
