const maybeTime = (description: string) => ({ type: ["string", "null"], format: "date-time", description }) as const;
const maybeText = (description: string) => ({ type: ["string", "null"], description }) as const;
const maybeNumber = (description: string) => ({ type: ["number", "null"], description }) as const;

const updateSchema = {
  type: ["object", "null"],
  description: "The last update that was asked for; null when there was none.",
  required: ["state", "version", "since", "reason"],
  additionalProperties: false,
  properties: {
    state: {
      enum: ["offered", "downloading", "verifying", "trying", "done", "failed", "rolled_back"],
      description: "How far it is. `failed` before the new version ran, `rolled_back` after.",
    },
    version: { type: "string", description: "What the agent is to become." },
    since: { type: "string", format: "date-time", description: "Since when it is in this state." },
    reason: maybeText("Why it failed, or what it waits for."),
  },
} as const;

const fields = {
  server_id: { type: "string", description: "The machine's id." },
  display_name: maybeText("What the user calls the machine."),
  hostname: maybeText("The machine's own name."),
  server_guid: maybeText("The agent's GUID; null for an agent from before GUIDs."),
  version: maybeText("What the agent says that it is."),
  latest_version: { type: "string", description: "The version that the hub ships." },
  update_available: { type: "boolean", description: "The hub ships a newer one." },
  updates_enabled: {
    type: ["boolean", "null"],
    description: "The agent takes updates from the hub; null when it has not said so since the hub started, or cannot.",
  },
  status: { enum: ["online", "offline", "unknown"], description: "Of the machine." },
  last_seen: maybeTime("When the agent was heard last."),
  transport: {
    enum: ["http", "mqtt", null],
    description: "How its last heartbeat came; null when there was none since the hub started.",
  },
  mode: maybeText("`readonly` or `readwrite`."),
  heartbeat_interval_seconds: maybeNumber("How often it is to report."),
  clock_skew_seconds: maybeNumber("How far its clock is ahead of the hub's."),
  dropped_heartbeats: maybeNumber("How many heartbeats it could not keep while the hub was away."),
  update: updateSchema,
} as const;

/** One agent as the list shows it. */
export const agentSchema = {
  title: "Agent",
  type: "object",
  description: "The agent of one machine.",
  required: Object.keys(fields),
  additionalProperties: false,
  properties: fields,
} as const;
