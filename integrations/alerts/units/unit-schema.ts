const text = (description: string) => ({ type: ["string", "null"], description }) as const;
const number = (description: string) => ({ type: ["number", "null"], description }) as const;

const status = {
  status: { enum: ["running", "stopped", "failed", "unknown"], description: "unknown never makes an alert." },
  status_reason: text("systemd's words, or why nothing is known: there is no such unit, its agent does not report it."),
  pid: number("Its main process."),
  memory_mb: number("Memory of all its processes, in MiB."),
  cpu_percent: number("Their share of all cores."),
  since: text("When it last became active, ISO 8601."),
  restarts: number("How often systemd restarted it by itself."),
  last_seen: { type: "string", format: "date-time", description: "When it was last reported." },
} as const;

const settings = {
  display_name: { type: ["string", "null"], maxLength: 100, description: "For people; null shows the name." },
  is_critical: { type: "boolean", description: "Its failure is high, and not medium." },
  enabled: { type: "boolean", description: "Whether it is watched." },
} as const;

const fields = {
  service_name: { type: "string", description: "As systemd names it; what has no kind is a .service." },
  ...settings,
  current_status: {
    type: ["object", "null"],
    description: "As its machine last reported it; null when it never did.",
    required: Object.keys(status),
    additionalProperties: false,
    properties: status,
  },
} as const;

/** A unit that is expected to run, and how it is. */
export const expectedServiceSchema = {
  title: "ExpectedService",
  type: "object",
  description: "A systemd unit that is expected to run, and how it is.",
  required: Object.keys(fields),
  additionalProperties: false,
  properties: fields,
} as const;

/** Those of one machine. */
export const expectedServiceListSchema = {
  title: "ExpectedServiceList",
  type: "object",
  required: ["services", "total"],
  additionalProperties: false,
  properties: {
    services: { type: "array", items: expectedServiceSchema, description: "By their names." },
    total: { type: "integer", description: "How many there are." },
  },
} as const;

/** What a unit is added with. */
export const newServiceSchema = {
  title: "NewExpectedService",
  type: "object",
  required: ["service_name"],
  additionalProperties: false,
  properties: {
    service_name: {
      type: "string",
      minLength: 1,
      maxLength: 255,
      description: "As systemd names it, exactly: nginx, wg-quick@wg0, backup.timer.",
    },
    ...settings,
    is_critical: { ...settings.is_critical, default: true },
    enabled: { ...settings.enabled, default: true },
  },
  examples: [{ service_name: "nginx", display_name: "Web server", is_critical: true }],
} as const;

/** What of a unit is to be different. */
export const serviceChangeSchema = {
  title: "ExpectedServiceChange",
  type: "object",
  description: "What is left out stays as it is.",
  additionalProperties: false,
  properties: settings,
  examples: [{ is_critical: false }],
} as const;
