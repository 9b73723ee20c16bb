import type { FromSchema } from "json-schema-to-ts";

/** Schema of `integrations.ntfy` in config.yaml. */
export const ntfyConfig = {
  type: "object",
  additionalProperties: false,
  required: ["topic"],
  properties: {
    server: {
      type: "string",
      format: "http-url",
      default: "https://ntfy.sh",
      description: "The ntfy server.",
    },
    topic: {
      type: "string",
      pattern: "^[-_A-Za-z0-9]{1,64}$",
      writeOnly: true,
      description: "What phones subscribe to. On a public server whoever knows it can read it.",
    },
    token: {
      type: "string",
      pattern: "^[\\x21-\\x7e]{1,200}$",
      writeOnly: true,
      description: "An access token, where the server asks for one.",
    },
  },
} as const;

export type NtfyConfig = FromSchema<typeof ntfyConfig>;
