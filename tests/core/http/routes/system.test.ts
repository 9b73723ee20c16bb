import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FakeClock } from "../../../support/fake-clock.ts";
import { TestHub } from "../../../support/test-hub.ts";

let hub: TestHub;
const version = expect.stringMatching(/^\d+\.\d+\.\d+$/);

beforeAll(async () => {
  const clock = new FakeClock("2026-01-15T12:00:00Z");
  const config = "hub:\n  name: Attic\n  time_zone: Europe/London\nintegrations:\n  agent:\n    local: false\n";
  hub = await TestHub.start({ clock, config });
  await clock.advance(90_000);
});

afterAll(() => hub.remove());

describe("the hub", () => {
  it("tells anybody that it is well", async () => {
    const { status, body } = await hub.call("GET", "/system/health", undefined, {});

    expect([status, body]).toEqual([
      200,
      { status: "healthy", version, uptime_seconds: 90, database: "ok", time: "2026-01-15T12:01:30.000Z" },
    ]);
  });

  it("tells who is logged in what it is", async () => {
    const anonymous = await hub.call("GET", "/system/info", undefined, {});
    const { body } = await hub.call("GET", "/system/info");

    expect([anonymous.status, body]).toEqual([
      401,
      {
        name: "Attic",
        version,
        started_at: "2026-01-15T12:00:00.000Z",
        uptime_seconds: 90,
        node_version: process.version,
        container: null,
        time_zone: "Europe/London",
        database_bytes: expect.any(Number),
        memory_bytes: expect.any(Number),
      },
    ]);
  });

  it("lists its integrations and how they are", async () => {
    const { body } = await hub.call<{ integrations: unknown[]; total: number }>("GET", "/integrations");

    expect([body.total, body.integrations[0]]).toEqual([
      body.integrations.length,
      {
        domain: "agent",
        name: "Agents",
        version,
        description: expect.any(String),
        documentation: "README.md",
        state: "running",
        error: null,
        problems: 0,
        cost: { handler_ms: 0, handler_calls: 0, failures: 0, rows: 0, events: 0 },
      },
    ]);
  });
});
