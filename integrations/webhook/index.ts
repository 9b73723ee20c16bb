import type { Integration } from "../../core/sdk/index.ts";
import { checkTargets } from "./check.ts";
import { type WebhookConfig, webhookConfig } from "./config.ts";
import { webhookChannel } from "./webhook-channel.ts";

/** Posts messages to addresses of the user's. */
export default {
  config: webhookConfig,
  check: checkTargets,

  async setup(context) {
    for (const target of context.config.targets) await context.addChannel(webhookChannel(context, target));
  },
} satisfies Integration<WebhookConfig>;
