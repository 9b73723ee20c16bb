import { describe, expect, test } from "vitest";
import { Delivery, type DeliveryOptions } from "../../agent/delivery.ts";
import { MemoryOutbox } from "../../agent/outbox/memory-outbox.ts";
import type { Heartbeat } from "../../agent/protocol.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { accepted, FakeReporter, unavailable } from "./fake-reporter.ts";
import { LogSpy } from "./log-spy.ts";
import { sampleHeartbeat } from "./sample-heartbeat.ts";

/** An outbox that knows how often it was told to keep what waits. */
class WatchedOutbox extends MemoryOutbox {
  keeps = 0;

  override async keep(): Promise<void> {
    this.keeps++;
  }
}

async function prepare(count: number, changes: Partial<DeliveryOptions> = {}) {
  const outbox = new WatchedOutbox(500);
  const reporter = new FakeReporter();
  const clock = new FakeClock();
  const log = new LogSpy();
  const stamp = (heartbeat: Heartbeat) => heartbeat;
  const parts = { outbox, reporter, clock, log, random: () => 0, stamp, onAnswer: async () => false };
  const delivery = new Delivery({ ...parts, ...changes });
  for (let sequence = 1; sequence <= count; sequence++) await outbox.add(sampleHeartbeat(sequence));
  return { outbox, clock, log, delivery, reporter };
}

describe("Delivery", () => {
  test("sends what waits oldest first, in batches, until nothing is left", async () => {
    const { delivery, clock, reporter, outbox } = await prepare(250);

    delivery.wake();
    await clock.advance(1_000);

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
    await clock.advance(2_000);

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

  test("pauses between batches, each time for another while, so that a fleet does not come all at once", async () => {
    const randoms = [0.25, 0.75];
    const { delivery, clock, reporter } = await prepare(250, { random: () => randoms.shift() ?? 0 });
    const counts: number[] = [];

    delivery.wake();
    for (const milliseconds of [0, 374, 1, 624, 1]) {
      await clock.advance(milliseconds);
      counts.push(reporter.batches.length);
    }

    expect(counts).toEqual([1, 1, 2, 2, 3]);
  });

  test("pauses for as long as the hub needed for the last batch, when that was long", async () => {
    const { delivery, clock, reporter } = await prepare(250, { random: () => 0.5 });
    reporter.decide = () => clock.sleep(4_000).then(() => accepted);
    const counts: number[] = [];

    delivery.wake();
    for (const milliseconds of [7_999, 1, 7_999, 1]) {
      await clock.advance(milliseconds);
      counts.push(reporter.batches.length);
    }

    expect(counts).toEqual([1, 2, 2, 3]);
  });

  test("sends no more at once than one message carries, however large the heartbeats are", async () => {
    const { delivery, clock, reporter, outbox } = await prepare(0);
    const long = "é".repeat(100_000);
    for (let sequence = 1; sequence <= 5; sequence++) {
      await outbox.add({ ...sampleHeartbeat(sequence), failed_units: [long] });
    }
    await outbox.add({ ...sampleHeartbeat(6), failed_units: [long.repeat(10)] });

    delivery.wake();
    await clock.advance(2_000);

    expect(reporter.batches).toEqual([[1, 2, 3, 4], [5], [6]]);
  });

  test("has what waits kept when the hub is away or refuses it, and when it is stopped", async () => {
    const outcomes = [accepted, unavailable, { kind: "forbidden", reason: "no" } as const];
    const keeps = await Promise.all(
      outcomes.map(async (outcome) => {
        const { delivery, clock, reporter, outbox } = await prepare(1);
        reporter.decide = () => outcome;
        delivery.wake();
        await clock.advance(0);
        const before = outbox.keeps;
        await delivery.stop();
        return [before, outbox.keeps];
      }),
    );

    expect(keeps).toEqual([
      [0, 1],
      [1, 2],
      [1, 2],
    ]);
  });

  test("forgets what is not this host's to send", async () => {
    const stamp = (heartbeat: Heartbeat) => (heartbeat.sequence === 2 ? heartbeat : null);
    const { delivery, clock, reporter, outbox } = await prepare(3, { stamp });

    delivery.wake();
    await clock.advance(1_000);

    expect([reporter.batches, await outbox.oldest(1)]).toEqual([[[2]], []]);
  });

  test("says once an hour that it is refused, and goes on asking every five minutes at most", async () => {
    const { delivery, clock, reporter, log } = await prepare(1, { random: () => 0.999 });
    reporter.decide = () => ({ kind: "forbidden", reason: "The token was revoked" });

    delivery.wake();
    await clock.advance(3 * 3_600_000 - 1_000_000);

    const hourly = Array.from({ length: 3 }, () => "error: The hub refuses this agent");
    expect({ log: log.lines, isCalm: reporter.batches.length < 50 }).toEqual({ log: hourly, isCalm: true });
  });
});
