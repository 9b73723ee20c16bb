import type { Notification } from "../sdk/index.ts";

/** What a user sends to see whether a channel works. */
export function testMessage(now: number): Notification {
  return {
    id: `test-${now}`,
    subject: `test-${now}`,
    kind: "test",
    severity: "low",
    type: "test",
    title: "This is a test of HomelabCmd",
    text: "When you can read it, alerts will reach you here.",
    machine: null,
    facts: [],
    causes: [],
    suggestion: null,
    path: "/",
    at: now,
  };
}
