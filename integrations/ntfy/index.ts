import type { Integration } from "../../core/sdk/index.ts";
import { type NtfyConfig, ntfyConfig } from "./config.ts";
import { ntfyChannel } from "./ntfy-channel.ts";

/** Publishes messages on a topic of ntfy. */
export default {
  config: ntfyConfig,

  async setup(context) {
    await context.addChannel(ntfyChannel(context));
  },
} satisfies Integration<NtfyConfig>;
