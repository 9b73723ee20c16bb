import { appendFileSync } from "node:fs";
import path from "node:path";
import type { Integration } from "homelabcmd/sdk";

/** Takes every message, and keeps it as a line of `messages.jsonl`. */
export default {
  config: { type: "object", additionalProperties: false, properties: {} },

  async setup(context) {
    const file = path.join(context.hub.dataFolder, "messages.jsonl");
    await context.addChannel({
      name: "phone",
      title: "Phone",
      deliver: async (notification) => {
        appendFileSync(file, `${JSON.stringify(notification)}\n`);
        return { kind: "sent" };
      },
    });
  },
} satisfies Integration;
