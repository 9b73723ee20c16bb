import { describe, expect, it } from "vitest";
import { nearestName } from "../../../core/config/nearest-name.ts";

const allowed = ["hub", "agent", "heartbeat_interval_seconds", "tailscale"];

describe("nearestName", () => {
  it.each([
    ["hbu", undefined],
    ["hubs", "hub"],
    ["agnet", "agent"],
    ["heartbeat_interval", "heartbeat_interval_seconds"],
    ["tailscal", "tailscale"],
    ["docker", undefined],
    ["", undefined],
  ])("finds for %j the name %j", (written, expected) => {
    expect(nearestName(written, allowed)).toBe(expected);
  });

  it("finds nothing where nothing is allowed", () => {
    expect(nearestName("agent", [])).toBeUndefined();
  });
});
