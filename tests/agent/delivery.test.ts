import { describe, expect, test } from "vitest";
import { Delivery } from "../../agent/delivery.ts";
import { MemoryOutbox } from "../../agent/outbox.ts";
import type { Heartbeat } from "../../agent/protocol.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { accepted, FakeReporter, unavailable } from "./fake-reporter.ts";
import { LogSpy } from "./log-spy.ts";
import { sampleHeartbeat } from "./sample-heartbeat.ts";

const stamp = (heartbeat: Heartbeat) => heartbeat;

async function prepare(count: number, reporter = new FakeReporter()) {
  const outbox = new MemoryOutbox(500);
  const clock = new FakeClock();
  const log = new LogSpy();
  const delivery = new Delivery({ outbox, reporter, clock, log, random: () => 0, stamp, onAnswer: async () => false });
  for (let sequence = 1; sequence <= count; sequence++) await outbox.add(sampleHeartbeat(sequence));
  return { outbox, clock, log, delivery, reporter };
}

describe("Delivery", () => {
  test("sends what waits oldest first, in batches, until nothing is left", async () => {
    const { delivery, clock, reporter, outbox } = await prepare(250);

    delivery.wake();
    await clock.advance(0);

    const sent = reporter.batches.map((batch) => [batch.at(0), batch.at(-1)]);
    expect({ sent, left: await outbox.oldest(1) }).toEqual({
      sent: [
        [1, 100],
        [101, 200],
        [201, 250],
      ],
      left: [],
    });
  });

  test("keeps everything while the hub is away, and logs once when it is lost and once when it is back", async () => {
    const { delivery, clock, reporter, log, outbox } = await prepare(1);
    delivery.wake();
    await clock.advance(0);

    reporter.decide = () => unavailable;
    await outbox.add(sampleHeartbeat(2));
    await outbox.add(sampleHeartbeat(3));
    delivery.wake();
    await clock.advance(600_000);
    reporter.decide = () => accepted;
    await clock.advance(60_000);

    expect({ last: reporter.batches.at(-1), log: log.lines }).toEqual({
      last: [2, 3],
      log: [
        "info: The hub takes the heartbeats",
        "warn: The hub cannot be reached; heartbeats are kept",
        "info: The hub takes the heartbeats again",
      ],
    });
  });

  test("waits longer after each failure, and not on heartbeats that arrive meanwhile", async () => {
    const { delivery, clock, reporter } = await prepare(1);
    reporter.decide = () => unavailable;

    delivery.wake();
    for (let second = 0; second < 8; second++) {
      await clock.advance(1_000);
      delivery.wake();
    }

    expect(reporter.batches.length).toBe(4); // at 0, 1, 3 and 7 s
  });

  test("comes back when the hub asked it to", async () => {
    const { delivery, clock, reporter } = await prepare(1);
    reporter.decide = () => ({ kind: "unavailable", reason: "busy", retryAfterSeconds: 30 });

    delivery.wake();
    await clock.advance(29_999);
    const before = reporter.batches.length;
    await clock.advance(1);

    expect([before, reporter.batches.length]).toEqual([1, 2]);
  });

  test("drops the one heartbeat that the hub rejects and delivers all others", async () => {
    const { delivery, clock, reporter, outbox, log } = await prepare(8);
    const delivered: number[] = [];
    reporter.decide = (sequences) => {
      if (sequences.includes(5)) return { kind: "rejected", reason: "cpu_percent" };
      delivered.push(...sequences);
      return accepted;
    };

    delivery.wake();
    await clock.advance(0);

    expect({
      delivered,
      left: await outbox.oldest(1),
      errors: log.lines.filter((line) => line.startsWith("error")),
    }).toEqual({
      delivered: [1, 2, 3, 4, 6, 7, 8],
      left: [],
      errors: ["error: A heartbeat was dropped"],
    });
  });

  test("keeps the heartbeats when the hub refuses the agent, and tries again now and then", async () => {
    const { delivery, clock, reporter, log } = await prepare(1);
    reporter.decide = () => ({ kind: "forbidden", reason: "set api_token" });

    delivery.wake();
    await clock.advance(1_000);

    expect({ batches: reporter.batches, log: log.lines }).toEqual({
      batches: [[1], [1]],
      log: ["error: The hub refuses this agent"],
    });
  });

  test("sends a heartbeat that came while the last one was on its way", async () => {
    const { delivery, clock, reporter, outbox } = await prepare(1);
    reporter.decide = async ([sequence]) => {
      if (sequence === 1) await outbox.add(sampleHeartbeat(2));
      return accepted;
    };

    delivery.wake();
    await clock.advance(0);

    expect(reporter.batches).toEqual([[1], [2]]);
  });

  test("leaves no timer behind when it is stopped", async () => {
    const { delivery, clock, reporter } = await prepare(1);
    reporter.decide = () => unavailable;
    delivery.wake();
    await clock.advance(0);

    await delivery.stop();
    delivery.wake();

    expect({ timers: clock.pending, attempts: reporter.batches.length }).toEqual({ timers: 0, attempts: 1 });
  });
});
