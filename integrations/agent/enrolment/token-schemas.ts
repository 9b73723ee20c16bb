const time = (description: string) => ({ type: "string", format: "date-time", description }) as const;

const claim = {
  type: "object",
  description: "A machine that enrolled with it.",
  required: ["server_guid", "hostname", "claimed_at"],
  additionalProperties: false,
  properties: {
    server_guid: { type: "string", description: "The agent's GUID." },
    hostname: { type: "string", description: "The machine's own name." },
    claimed_at: time("When it enrolled."),
  },
} as const;

const fields = {
  id: { type: "integer", description: "Identifies the token." },
  token_prefix: { type: "string", description: "Its first characters, to tell it by." },
  name: { type: ["string", "null"], description: "What it is for." },
  mode: { enum: ["readonly", "readwrite"], description: "What the agents of it are allowed on their machines." },
  created_at: time("When it was made."),
  expires_at: time("When it ends."),
  is_expired: { type: "boolean", description: "It has ended." },
  max_uses: { type: "integer", description: "How many machines may enrol with it." },
  uses_left: { type: "integer", description: "How many still may." },
  is_claimed: { type: "boolean", description: "A machine has enrolled with it." },
  claims: { type: "array", items: claim, description: "Who enrolled with it last, newest first, at most 20." },
} as const;

/** A token as the list shows it. */
export const tokenSchema = {
  title: "EnrolmentToken",
  type: "object",
  description: "A token with which machines enrol, without its secret.",
  required: Object.keys(fields),
  additionalProperties: false,
  properties: fields,
} as const;

const newFields = {
  ...fields,
  token: { type: "string", description: "The secret. It is shown this once." },
  install_command: { type: "string", description: "The line that installs an agent on a machine, for its root shell." },
  install_command_wget: { type: "string", description: "The same for a machine that has wget and no curl." },
  is_pinned: {
    type: "boolean",
    description:
      "The hub's certificate is its own: the line carries the hash of its key, so that no other is believed.",
  },
} as const;

/** A token that was just made. */
export const newTokenSchema = {
  title: "NewEnrolmentToken",
  type: "object",
  description: "A token that was just made, and the line that uses it.",
  required: Object.keys(newFields),
  additionalProperties: false,
  properties: newFields,
} as const;

/** What is said of a token that is to be made. */
export const tokenBody = {
  type: "object",
  description: "What the token is to be.",
  additionalProperties: false,
  properties: {
    name: {
      type: ["string", "null"],
      minLength: 1,
      maxLength: 64,
      pattern: "^[^\\x00-\\x1f\\x7f]+$",
      description: "What it is for: `golden image of the lab`.",
    },
    mode: { enum: ["readonly", "readwrite"], default: "readonly", description: "What the agents may do." },
    expiry_minutes: {
      type: "integer",
      minimum: 1,
      maximum: 525_600,
      default: 15,
      description: "How long it works. A golden image needs longer than a line that is pasted at once.",
    },
    max_uses: {
      type: "integer",
      minimum: 1,
      maximum: 10_000,
      default: 1,
      description: "How many machines may use it.",
    },
    updates: {
      type: "boolean",
      default: false,
      description: "The line lets the agent take newer versions of itself from the hub (`--updates`).",
    },
  },
  examples: [{ name: "golden image of the lab", expiry_minutes: 43_200, max_uses: 20 }],
} as const;
