import type { FromSchema } from "json-schema-to-ts";

/** JSON schema of the block `hub:`. */
export const hubSchema = {
  type: "object",
  additionalProperties: false,
  properties: {
    name: {
      type: "string",
      minLength: 1,
      maxLength: 64,
      default: "HomelabCmd",
      description: "What the hub is called.",
    },
    listen: {
      type: "string",
      format: "listen-address",
      default: "0.0.0.0:8080",
      description: "Address and port of the dashboard, the API and the agents.",
    },
    time_zone: {
      type: "string",
      format: "time-zone",
      description: "IANA time zone of schedules and of days in charts. Default: the system's.",
    },
    public_url: {
      type: "string",
      format: "http-url",
      description: "How people and agents reach the hub, when a reverse proxy stands before it.",
    },
    trusted_proxies: {
      type: "array",
      items: { type: "string", format: "ip-or-network" },
      default: [],
      description: "Reverse proxies whose X-Forwarded-For and X-Forwarded-Proto are believed.",
    },
    base_path: {
      type: "string",
      format: "base-path",
      default: "",
      description: "Path below which the dashboard and the API live: /homelab. Default: the root.",
    },
    offline_after_seconds: {
      type: "integer",
      minimum: 30,
      maximum: 86_400,
      default: 180,
      description:
        "How long a machine may be silent until it counts as offline, in seconds; three of its own intervals where that is longer. A change takes effect at once.",
    },
    tls: {
      type: "object",
      additionalProperties: false,
      required: ["cert", "key"],
      properties: {
        cert: { type: "string", minLength: 1, description: "PEM file of the certificate, with its chain." },
        key: { type: "string", minLength: 1, description: "PEM file of its private key." },
      },
      description: "Serve HTTPS. Both files are read again when they change.",
    },
  },
} as const;

/** JSON schema of the block `recorder:`. */
export const recorderSchema = {
  type: "object",
  additionalProperties: false,
  properties: {
    keep_days: {
      type: "integer",
      minimum: 1,
      maximum: 36500,
      default: 400,
      description:
        "How long readings are kept as they came, in days. After that, rows of five minutes and of hours stay.",
    },
    rollup_days: {
      type: "integer",
      minimum: 1,
      maximum: 36500,
      default: 3650,
      description: "How long these rows, and the changes of what is no number, are kept, in days.",
    },
    exceptions: {
      type: "array",
      maxItems: 100,
      default: [],
      items: {
        type: "object",
        additionalProperties: false,
        required: ["entities", "keep_days"],
        properties: {
          entities: {
            type: "array",
            minItems: 1,
            items: { type: "string", format: "entity-pattern" },
            description: "Entity ids or patterns: nas.* for one device, *.interface_rx_rate for one key.",
          },
          keep_days: { type: "integer", minimum: 1, maximum: 36500, description: "How long their readings are kept." },
        },
      },
      description: "Readings that are kept for another time. The first that matches counts.",
    },
    seal_minutes: {
      type: "integer",
      minimum: 1,
      maximum: 240,
      default: 60,
      description: "How often what came in is packed. Less often means more memory and fewer writes.",
    },
    durability: {
      enum: ["normal", "full"],
      default: "normal",
      description:
        "normal: a power cut may lose the last seconds, never the file. full: each commit waits for the disk.",
    },
  },
} as const;

/** JSON schema of the file as a whole. Its blocks have schemas of their own; an integration brings that of its block. */
export const fileSchema = {
  type: "object",
  additionalProperties: false,
  properties: {
    hub: true,
    recorder: true,
    backup: true,
    notifications: true,
    mqtt: true,
    machines: true,
    integrations: {
      type: ["object", "null"],
      additionalProperties: true,
      description: "One block per integration. Empty means its defaults; false, or enabled: false in it, turns it off.",
    },
  },
} as const;

export type HubBlock = FromSchema<typeof hubSchema>;
export type RecorderBlock = FromSchema<typeof recorderSchema>;
