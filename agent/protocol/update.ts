import { flag, text } from "./values.ts";

/** What a heartbeat says of updates of the agent itself. */
export const updateReport = {
  agent_updates_enabled: flag("The agent takes updates that the hub offers. Missing from agents that cannot."),
  agent_update: {
    type: ["object", "null"],
    description: "How far the agent is with an update.",
    properties: {
      // No enumeration: an older hub must not refuse the heartbeats of an agent that knows one more.
      state: text(32, "downloading, verifying, trying, failed or rolled_back."),
      version: text(64, "What it is to become."),
      offered_at: text(64, "As the offer says: which one this is about."),
      reason: text(500, "For people: why it failed."),
    },
  },
} as const;

/** What an answer offers. */
export const updateOffer = {
  type: ["object", "null"],
  description: "A newer agent that the hub offers.",
  properties: {
    version: text(64, "Semantic version."),
    sha256: text(64, "Of the file, lower-case hexadecimal."),
    size_bytes: { type: ["number", "null"], description: "Of the file." },
    path: text(256, "Where the file is, below the hub's address."),
    offered_at: text(64, "When somebody asked for it, ISO 8601. The same version offered anew is tried anew."),
  },
} as const;
