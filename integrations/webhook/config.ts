import type { FromSchema } from "json-schema-to-ts";

/** Schema of `integrations.webhook` in config.yaml. */
export const webhookConfig = {
  type: "object",
  additionalProperties: false,
  properties: {
    targets: {
      type: "array",
      maxItems: 50,
      default: [],
      description: "Addresses, each a channel of its own.",
      items: {
        type: "object",
        additionalProperties: false,
        required: ["name", "url"],
        properties: {
          name: {
            type: "string",
            pattern: "^[a-z0-9][a-z0-9-]{0,39}$",
            description: "The channel is called webhook-<name>.",
          },
          url: {
            type: "string",
            format: "http-url",
            maxLength: 2000,
            writeOnly: true,
            description: "Where it is sent.",
          },
          method: { type: "string", enum: ["POST", "PUT", "PATCH"], default: "POST", description: "How it is sent." },
          headers: {
            type: "object",
            maxProperties: 50,
            default: {},
            propertyNames: { pattern: "^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$" },
            additionalProperties: { type: "string", pattern: "^[\\t\\x20-\\x7e]*$", maxLength: 4000, writeOnly: true },
            description: "Headers more, such as Authorization.",
          },
          secret: {
            type: "string",
            minLength: 8,
            maxLength: 1000,
            writeOnly: true,
            description: "Signs each message, so that the receiver knows that it is from this hub.",
          },
          body: {
            type: ["object", "array", "string"],
            description:
              "What is sent instead of the whole message: a map or a list as JSON, or a text; with {{ title }} and the like.",
          },
        },
      },
    },
  },
} as const;

export type WebhookConfig = FromSchema<typeof webhookConfig>;

/** One address, with the defaults of its settings filled in. */
export type WebhookTarget = WebhookConfig["targets"][number];
