import type { Integration } from "../../core/sdk/index.ts";
import { checkWebhooks } from "./check.ts";
import { type SlackConfig, slackConfig } from "./config.ts";
import { slackChannel } from "./slack-channel.ts";

/** Sends messages to incoming webhooks of Slack. */
export default {
  config: slackConfig,
  check: checkWebhooks,

  async setup(context) {
    const { webhook_url: main, webhooks } = context.config;
    if (main !== undefined) await context.addChannel(slackChannel(context, { name: null, url: main }));
    for (const { name, webhook_url: url } of webhooks) await context.addChannel(slackChannel(context, { name, url }));
  },
} satisfies Integration<SlackConfig>;
