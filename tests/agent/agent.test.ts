import { describe, expect, test } from "vitest";
import { Agent } from "../../agent/agent.ts";
import { MemoryOutbox } from "../../agent/outbox.ts";
import type { HubAnswer } from "../../agent/reporters/reporter.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { FakeReporter, unavailable } from "./fake-reporter.ts";
import { FixtureHost } from "./fixture-host.ts";
import { LogSpy } from "./log-spy.ts";
import { sampleHead } from "./sample-heartbeat.ts";

const calm: HubAnswer = { serverId: "nas", intervalSeconds: null, identityConflict: false };
const answering = (answer: Partial<HubAnswer>) =>
  new FakeReporter(() => ({ kind: "accepted", answer: { ...calm, ...answer } }));

function prepare(reporter: FakeReporter) {
  const clock = new FakeClock();
  const log = new LogSpy();
  const host = new FixtureHost("raspberry-pi");
  const outbox = new MemoryOutbox(500);
  const options = { host, clock, log, reporter, outbox, head: sampleHead, intervalSeconds: 60, random: () => 0 };
  return { clock, log, reporter, agent: new Agent(options) };
}

describe("Agent", () => {
  test("reports at once and then at its interval", async () => {
    const { agent, clock, reporter } = prepare(answering({}));

    agent.start();
    await clock.advance(180_000);

    expect(reporter.batches).toEqual([[1], [2], [3], [4]]);
  });

  test("takes the interval that the hub asks for, without waiting for the old one to pass", async () => {
    const { agent, clock, reporter, log } = prepare(answering({ intervalSeconds: 5 }));

    agent.start();
    await clock.advance(20_000);

    expect({ count: reporter.batches.length, log: log.lines.at(-1) }).toEqual({
      count: 5,
      log: "info: Reporting every 5 s from now on, as the hub wishes",
    });
  });

  test("goes on measuring while the hub is away, and sends it all when the hub is back", async () => {
    const { agent, clock, reporter } = prepare(new FakeReporter(() => unavailable));

    agent.start();
    await clock.advance(300_000);
    reporter.decide = answering({}).decide;
    await clock.advance(60_000);

    expect(reporter.batches.findLast((batch) => batch.length > 1)?.slice(0, 6)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test("says once that another host has its identity", async () => {
    const { agent, clock, log } = prepare(answering({ identityConflict: true }));

    agent.start();
    await clock.advance(180_000);

    expect(log.lines.filter((line) => line.startsWith("error"))).toEqual([
      "error: Another host reports with this server_guid: one of them is a clone of the other",
    ]);
  });

  test("leaves nothing running when it is stopped in the middle of a measurement", async () => {
    const { agent, clock, reporter } = prepare(answering({}));

    agent.start();
    await clock.advance(100);
    await agent.stop();
    await clock.advance(600_000);

    expect({ timers: clock.pending, batches: reporter.batches, closed: reporter.isClosed }).toEqual({
      timers: 0,
      batches: [],
      closed: true,
    });
  });

  test("runs as a fleet in one process", async () => {
    const fleet = Array.from({ length: 20 }, () => prepare(answering({})));

    for (const { agent } of fleet) agent.start();
    await Promise.all(fleet.map(({ clock }) => clock.advance(60_500)));
    await Promise.all(fleet.map(({ agent }) => agent.stop()));

    expect(fleet.map(({ reporter }) => reporter.batches)).toEqual(fleet.map(() => [[1], [2]]));
  });
});
