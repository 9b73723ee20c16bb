import type { ConfigFinding } from "../../core/sdk/index.ts";
import type { SlackConfig } from "./config.ts";

/** What is wrong with the webhooks that their schema accepts. */
export function checkWebhooks({ webhooks }: SlackConfig): readonly ConfigFinding[] {
  const names = webhooks.map(({ name }) => name);
  return names.flatMap((name, index) => {
    if (names.indexOf(name) === index) return [];
    return [{ path: ["webhooks", index, "name"], message: "is the name of another webhook too; each needs its own" }];
  });
}
