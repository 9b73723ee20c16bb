import type { IntegrationContext, NotificationChannel } from "../../core/sdk/index.ts";
import type { WebhookTarget } from "./config.ts";
import { outcomeOf } from "./outcome.ts";
import { requestFor } from "./request.ts";

/** A channel that posts to an address. */
export function webhookChannel(
  { fetch, clock }: Pick<IntegrationContext, "fetch" | "clock">,
  target: WebhookTarget,
): NotificationChannel {
  return {
    name: `webhook-${target.name}`,
    title: `Webhook ${target.name}`,
    deliver: async (notification, { headline, link }) => {
      const { url, request } = requestFor(target, { notification, headline, link }, clock.now());
      return outcomeOf(await fetch(url, request));
    },
  };
}
