/** The kinds of channels that the hub brings, the one that is quickest to have first. */
export const channelKinds = ["slack", "ntfy", "email", "webhook"] as const;
export type ChannelKind = (typeof channelKinds)[number];

/** What to put into config.yaml for a channel of each kind. */
export const channelRecipes: Readonly<Record<ChannelKind, string>> = {
  slack: ["integrations:", "  slack:", "    webhook_url: !secret slack_webhook"].join("\n"),
  ntfy: ["integrations:", "  ntfy:", "    topic: !secret ntfy_topic"].join("\n"),
  email: [
    "integrations:",
    "  email:",
    "    host: smtp.example.net",
    "    username: hub@example.net",
    "    password: !secret mail_password",
    "    from: hub@example.net",
    "    to: [me@example.net]",
  ].join("\n"),
  webhook: [
    "integrations:",
    "  webhook:",
    "    targets:",
    "      - name: pager",
    "        url: !secret pager_url",
    "        secret: !secret pager_secret",
  ].join("\n"),
};
