import type { SettingField } from "./fields.ts";

/** The block that holds the webhook, which another integration uses. */
export const slackBlock = "integrations.slack";
export const webhookSetting = `${slackBlock}.webhook_url`;

/** What people are told, as the API has it. */
export const notificationFields: readonly SettingField[] = [
  { field: "slack_webhook_url", setting: webhookSetting },
  { field: "cooldowns.critical_minutes", setting: "integrations.alerts.cooldowns.critical_minutes" },
  { field: "cooldowns.high_minutes", setting: "integrations.alerts.cooldowns.high_minutes" },
  { field: "notify_on_critical", setting: "integrations.alerts.notify_on.critical" },
  { field: "notify_on_high", setting: "integrations.alerts.notify_on.high" },
  { field: "notify_on_remediation", setting: "integrations.alerts.notify_on.remediation" },
  { field: "notify_on_action_failure", setting: "integrations.alerts.notify_on.action_failure" },
  { field: "notify_on_action_success", setting: "integrations.alerts.notify_on.action_success" },
  { field: "notify_on_auto_resolve", setting: "integrations.alerts.notify_on.resolved" },
];

const minutes = (description: string) => ({ type: "integer", minimum: 1, maximum: 100_000, description }) as const;
const isTold = (description: string) => ({ type: "boolean", description }) as const;

const properties = {
  slack_webhook_url: {
    type: ["string", "null"],
    minLength: 1,
    maxLength: 2000,
    description:
      "Slack's incoming webhook. [hidden] stands for the one that is set; null is none, and turns Slack off.",
  },
  cooldowns: {
    type: "object",
    description: "How long it takes until an alert that is still bad, and that nobody acknowledged, is told again.",
    additionalProperties: false,
    properties: { critical_minutes: minutes("Critical ones."), high_minutes: minutes("High ones.") },
  },
  notify_on_critical: isTold("Critical alerts."),
  notify_on_high: isTold("High alerts."),
  notify_on_remediation: isTold("What is going to be done about an alert."),
  notify_on_action_failure: isTold("Actions that failed."),
  notify_on_action_success: isTold("Actions that worked."),
  notify_on_auto_resolve: isTold("The end of an alert that was told."),
} as const;

/** JSON schema of these settings in an answer. */
export const notificationsSchema = {
  title: "NotificationSettings",
  type: "object",
  description: "What people are told.",
  required: Object.keys(properties),
  additionalProperties: false,
  properties,
} as const;

/** JSON schema of what of them is to be different. */
export const notificationsUpdateSchema = {
  title: "NotificationSettingsUpdate",
  type: "object",
  description: "What is left out stays as it is.",
  additionalProperties: false,
  properties,
  examples: [{ notify_on_high: true, cooldowns: { critical_minutes: 30, high_minutes: 240 } }],
} as const;
