/** What people are told, as the hub has it. */
export interface NotificationSettings {
  /** A stand-in for the webhook, which is never told; `null` for none. */
  readonly slack_webhook_url: string | null;
  /** How long it takes until an alert that lasts is told again. */
  readonly cooldowns: { readonly critical_minutes: number; readonly high_minutes: number };
  readonly notify_on_critical: boolean;
  readonly notify_on_high: boolean;
  /** The end of an alert that was told. */
  readonly notify_on_auto_resolve: boolean;
}

/** What of them is to be different. */
export type NotificationChange = Partial<NotificationSettings>;

/** A setting that something else than the text of config.yaml decides. */
export interface Origin {
  readonly path: string;
  readonly from: "environment" | "secret" | "include";
  /** The variable, the secret or the file. */
  readonly name: string;
}

/** What `GET /config` says of it. */
export interface ConfigAnswer {
  readonly notifications: NotificationSettings;
  readonly origins: readonly Origin[];
}

/** Where the settings stand in config.yaml, by the field that shows them. */
export const settingPaths = {
  slack: "integrations.slack.webhook_url",
  critical: "integrations.alerts.notify_on.critical",
  high: "integrations.alerts.notify_on.high",
  critical_minutes: "integrations.alerts.cooldowns.critical_minutes",
  high_minutes: "integrations.alerts.cooldowns.high_minutes",
  resolved: "integrations.alerts.notify_on.resolved",
} as const;

/** What decides a setting in place of config.yaml, so that it cannot be changed here; `undefined` for nothing. */
export function lockOf(origins: readonly Origin[], setting: string): Origin | undefined {
  return origins.find(({ path }) => setting === path || setting.startsWith(`${path}.`));
}
