const text = (description: string) => ({ type: "string", description }) as const;

const originsSchema = {
  type: "array",
  description: "Settings that something else than the text of the file decides.",
  items: {
    type: "object",
    required: ["path", "from", "name"],
    properties: {
      path: text("The setting: hub.listen."),
      from: { enum: ["environment", "secret", "include"], description: "What decides it." },
      name: text("The variable, the secret or the included file."),
    },
  },
} as const;

/** The whole configuration. */
export const configSchema = {
  title: "Configuration",
  type: "object",
  description: "What holds now. Integrations add parts of it in a form of their own: `thresholds`, `notifications`.",
  required: ["file", "config", "origins", "problems", "warnings", "restart_required"],
  properties: {
    file: text("Where it is read from."),
    config: {
      type: "object",
      description: "What holds now, with defaults. A secret is [hidden]; an integration that is turned off is false.",
    },
    origins: originsSchema,
    problems: {
      type: "array",
      description: "What is wrong with the files as they are now; while there is any, the configuration before holds.",
      items: {
        type: "object",
        required: ["file", "line", "column", "message"],
        properties: {
          file: text("The file."),
          line: { type: "integer", minimum: 1, description: "The line, from 1." },
          column: { type: "integer", minimum: 1, description: "The column, from 1." },
          message: text("What is wrong and what is allowed."),
        },
      },
    },
    warnings: { type: "array", items: { type: "string" }, description: "What is not wrong, but unwise." },
    restart_required: {
      type: "array",
      items: { type: "string" },
      description: "Settings that have changed and take effect with the next start: hub.listen.",
    },
  },
} as const;

/** An integration's block. */
export const blockSchema = {
  title: "IntegrationConfiguration",
  type: "object",
  required: ["domain", "enabled", "config", "schema", "version", "origins", "writable", "reason"],
  properties: {
    domain: text("The integration."),
    enabled: { type: "boolean", description: "Whether it is to run." },
    config: { type: "object", description: "Its block with defaults. A secret is [hidden]." },
    schema: { type: "object", description: "JSON schema that the block follows." },
    version: text("Names the text of the file. Send it back with an edit, so that it cannot undo somebody else's."),
    origins: originsSchema,
    writable: { type: "boolean", description: "Whether it can be edited here." },
    reason: { type: ["string", "null"], description: "Why it cannot be edited." },
  },
} as const;

/** What a block is to be. */
export const blockUpdateSchema = {
  title: "IntegrationConfigurationUpdate",
  type: "object",
  additionalProperties: false,
  required: ["config"],
  properties: {
    config: {
      type: "object",
      description: "The whole block. [hidden] keeps a secret as it is; what is left out returns to its default.",
    },
    version: {
      type: "string",
      maxLength: 64,
      description: "The version that was seen; another one by now is refused.",
    },
  },
  examples: [{ config: { local: true, heartbeat_interval_seconds: 30 } }],
} as const;
