import { text } from "./values.ts";

/** What a command said, as much as is kept of it is up to the hub; 1 MiB is what a command may say at all. */
const output = (description: string) => text(1_048_576, description);

/** One of `command_results`. */
export const commandResult = {
  type: "object",
  required: ["action_id"],
  properties: {
    action_id: {
      type: "integer",
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
      description: "The command, as the hub that gave it counts.",
    },
    exit_code: { type: ["integer", "null"], description: "How it ended; null when it did not." },
    stdout: output("What it printed."),
    stderr: output("What it complained about."),
    executed_at: text(64, "When it began, ISO 8601."),
    completed_at: text(64, "When it ended, ISO 8601."),
  },
} as const;

/** `command_results` of a heartbeat. */
export const commandResults = {
  type: ["array", "null"],
  maxItems: 100,
  items: commandResult,
  description:
    "From agents of the time when the hub gave commands in its answers: what became of them. Acknowledged by `results_acknowledged`.",
} as const;
