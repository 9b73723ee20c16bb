import type { IntegrationContext, NotificationChannel } from "../../core/sdk/index.ts";
import { slackMessage } from "./message.ts";
import { outcomeOf } from "./outcome.ts";

/** A webhook, which is a secret. `name` is `null` for the main one. */
export interface Webhook {
  readonly name: string | null;
  readonly url: string;
}

/** A channel that posts to an incoming webhook. */
export function slackChannel(
  { fetch }: Pick<IntegrationContext, "fetch">,
  { name, url }: Webhook,
): NotificationChannel {
  return {
    name: name === null ? "slack" : `slack-${name}`,
    title: name === null ? "Slack" : `Slack (${name})`,
    // https://docs.slack.dev/apis/web-api/rate-limits: one a second for each webhook.
    spacingSeconds: 1,
    deliver: async (notification, wording) => {
      const body = slackMessage(notification, wording);
      return outcomeOf(await fetch(url, { method: "POST", body }));
    },
  };
}
