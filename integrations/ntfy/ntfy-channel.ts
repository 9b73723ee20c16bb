import type { IntegrationContext, NotificationChannel } from "../../core/sdk/index.ts";
import type { NtfyConfig } from "./config.ts";
import { ntfyMessage } from "./message.ts";
import { outcomeOf } from "./outcome.ts";

/** The channel of the configured topic. Messages as JSON go to the root of the server, whatever the topic. */
export function ntfyChannel({
  config: { server, topic, token },
  fetch,
}: Pick<IntegrationContext<NtfyConfig>, "config" | "fetch">): NotificationChannel {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return {
    name: "ntfy",
    title: "ntfy",
    deliver: async (notification, wording) => {
      const body = { topic, ...ntfyMessage(notification, wording) };
      return outcomeOf(await fetch(server, { method: "POST", headers, body }));
    },
  };
}
