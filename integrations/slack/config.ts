import type { FromSchema } from "json-schema-to-ts";

const webhookUrl = {
  type: "string",
  format: "http-url",
  maxLength: 2000,
  writeOnly: true,
  description: "An incoming webhook of Slack, or of a server that takes the same messages.",
} as const;

/** Schema of `integrations.slack` in config.yaml. */
export const slackConfig = {
  type: "object",
  additionalProperties: false,
  properties: {
    webhook_url: {
      ...webhookUrl,
      description: `${webhookUrl.description} It makes the channel slack. The variable SLACK_WEBHOOK_URL wins over it.`,
    },
    webhooks: {
      type: "array",
      maxItems: 50,
      default: [],
      description: "More webhooks, each for a channel of its own.",
      items: {
        type: "object",
        additionalProperties: false,
        required: ["name", "webhook_url"],
        properties: {
          name: {
            type: "string",
            pattern: "^[a-z0-9][a-z0-9-]{0,39}$",
            description: "The channel is called slack-<name>.",
          },
          webhook_url: webhookUrl,
        },
      },
    },
  },
} as const;

export type SlackConfig = FromSchema<typeof slackConfig>;
