import type { FromSchema } from "json-schema-to-ts";

const address = {
  type: "string",
  // No spaces, line ends or brackets: it stands in headers and in commands.
  pattern: '^[^\\s@<>,;:"()]{1,64}@[^\\s@<>,;:"()]{1,255}$',
} as const;

/** Schema of `integrations.email` in config.yaml. */
export const emailConfig = {
  type: "object",
  additionalProperties: false,
  required: ["host", "from", "to"],
  properties: {
    host: { type: "string", format: "host-name", description: "The mail server (SMTP)." },
    port: {
      type: "integer",
      minimum: 1,
      maximum: 65_535,
      description: "Its port. Without one: 587 with starttls, 465 with tls, 25 with none.",
    },
    security: {
      type: "string",
      enum: ["starttls", "tls", "none"],
      default: "starttls",
      description:
        "starttls: encrypted after the first words. tls: from the beginning. none: only for a server in your own network.",
    },
    username: {
      type: "string",
      minLength: 1,
      maxLength: 500,
      description: "Who logs in, where the server asks for that.",
    },
    password: { type: "string", minLength: 1, maxLength: 1000, writeOnly: true, description: "The password for it." },
    from: { ...address, description: "The address that mail comes from." },
    to: {
      type: "array",
      minItems: 1,
      maxItems: 50,
      items: address,
      description: "The addresses that get it.",
    },
  },
} as const;

export type EmailConfig = FromSchema<typeof emailConfig>;
