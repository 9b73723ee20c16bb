import { describe, expect, test } from "vitest";
import type { Heartbeat } from "../../../../agent/protocol.ts";
import { advanced, readRecord, type UpdateRecord } from "../../../../integrations/agent/updates/update-record.ts";
import { sampleHeartbeat } from "../../../support/sample-heartbeat.ts";

const offeredAt = "2026-01-15T12:00:00.000Z";
const at = Date.parse(offeredAt);
const offered: UpdateRecord = {
  version: "0.2.0",
  sha256: "a".repeat(64),
  sizeBytes: 9,
  state: "offered",
  offeredAt: at,
  since: at,
  reason: null,
};

/** The state after a heartbeat, and since when it is that. */
function stateAfter(record: UpdateRecord, changes: Partial<Heartbeat>) {
  const { state, since, reason } = advanced(record, sampleHeartbeat(changes), at + 1000);
  return [state, since - at, reason];
}

const says = (state: string, more: object = {}) => ({
  agent_update: { state, version: "0.2.0", offered_at: offeredAt, reason: null, ...more },
});

describe("the update of a machine", () => {
  test.each(["downloading", "verifying", "trying"])("is %s when the agent says so", (state) => {
    expect(stateAfter(offered, says(state))).toEqual([state, 1000, null]);
  });

  test("is done when the new version reports and is on trial no more", () => {
    const trying: UpdateRecord = { ...offered, state: "trying" };

    expect([
      stateAfter(trying, { agent_version: "0.2.0", ...says("trying") }),
      stateAfter(trying, { agent_version: "0.2.0", agent_update: null }),
      stateAfter(offered, { agent_version: "0.3.0" }),
    ]).toEqual([
      ["trying", 0, null],
      ["done", 1000, null],
      ["done", 1000, null],
    ]);
  });

  test("is rolled back when the agent says so, with its reason", () => {
    expect(stateAfter({ ...offered, state: "trying" }, says("rolled_back", { reason: "It crashed" }))).toEqual([
      "rolled_back",
      1000,
      "It crashed",
    ]);
  });

  test("does not take what the agent says of an earlier offer, or in words that are not known, for this one's", () => {
    expect([
      stateAfter(offered, says("rolled_back", { offered_at: "2026-01-14T12:00:00.000Z" })),
      stateAfter(offered, says("failed", { version: "0.1.9" })),
      stateAfter(offered, says("teleporting")),
      stateAfter({ ...offered, state: "done" }, says("failed")),
    ]).toEqual([
      ["offered", 0, null],
      ["offered", 0, null],
      ["offered", 0, null],
      ["done", 0, null],
    ]);
  });

  test("comes back from the disk as it was, and from a damaged entry not at all", () => {
    expect([
      readRecord(JSON.parse(JSON.stringify(offered))),
      readRecord({ state: "offered" }),
      readRecord(null),
    ]).toEqual([offered, undefined, undefined]);
  });
});
