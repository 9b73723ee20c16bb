/** A channel to which everything goes as it should. */
export const workingSlack = { name: "slack", title: "Slack", state: "ok", waiting: 0, gathered: 0, dead: 0 };

/** A channel that refuses everything, with a hostile title. */
export const brokenMail = { name: "email", title: "<b>Mail</b>", state: "broken", waiting: 2, gathered: 0, dead: 1 };

/** A message that was given up, with a hostile title. */
export const deadDelivery = {
  sequence: 7,
  channel: "slack",
  id: "a",
  subject: "alert-12",
  title: "<b>Disk / is full</b>",
  kind: "opened",
  severity: "critical",
  type: "disk",
  machine_id: "nas",
  path: "/alerts/12",
  state: "dead",
  attempts: 1,
  reason: "Slack answered 400",
  created_at: "2025-01-01T11:00:00Z",
  ended_at: "2025-01-01T11:30:00Z",
  next_at: null,
};

/** What the hub answers for its configuration: the defaults, with a webhook. */
export const configAnswer = {
  notifications: {
    slack_webhook_url: "[hidden]",
    cooldowns: { critical_minutes: 30, high_minutes: 240 },
    notify_on_critical: true,
    notify_on_high: true,
    notify_on_remediation: true,
    notify_on_action_failure: true,
    notify_on_action_success: true,
    notify_on_auto_resolve: true,
  },
  origins: [],
};

/** A list of messages as the hub answers it. */
export function deliveryListOf(notifications: readonly object[]): object {
  return { notifications, total: notifications.length, limit: 50, offset: 0 };
}
