import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Delivery } from "../../agent/delivery.ts";
import { MemoryOutbox } from "../../agent/outbox/memory-outbox.ts";
import { HttpReporter } from "../../agent/reporters/http.ts";
import type { Undo } from "../../core/sdk/index.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { LogSpy } from "../support/log-spy.ts";
import { largeFleet, SimulatedMachine } from "../support/simulated-fleet.ts";
import { TestHub, testKey } from "../support/test-hub.ts";

const minute = 60_000;
const day = 24 * 60 * minute;
/** Ten thousand requests, on a machine that may be small. */
const slow = { timeout: 300_000 };

let clock: FakeClock;
let log: LogSpy;
let hub: TestHub;
let machines: ReportingMachine[] = [];

/** A made-up machine that reports each minute the way that an agent does: over HTTP, keeping what the hub does not take. */
class ReportingMachine {
  readonly id: string;
  readonly #machine: SimulatedMachine;
  readonly #outbox = new MemoryOutbox(500);
  readonly #delivery: Delivery;
  #undoTimer: Undo = () => {};
  measured = 0;

  constructor(number: number, hubUrl: string) {
    const [character] = largeFleet(number + 1).slice(-1);
    if (!character) throw new Error("There is no such machine");
    this.id = character.id;
    this.#machine = new SimulatedMachine(character, number);
    this.#delivery = new Delivery({
      outbox: this.#outbox,
      reporter: clock.holdFor(new HttpReporter({ hubUrl, token: testKey, clock })),
      clock,
      log: new LogSpy(),
      random: () => ((number * 37) % 500) / 500,
      stamp: (heartbeat) => heartbeat,
      onAnswer: async () => false,
    });
    // The machines of a fleet were not started in the same second.
    this.#undoTimer = clock.after((number % 10) * 6_000, () => void this.#report());
  }

  async stop(): Promise<void> {
    this.#undoTimer();
    await this.#delivery.stop();
  }

  async #report(): Promise<void> {
    this.#undoTimer = clock.after(minute, () => void this.#report());
    this.measured++;
    await this.#outbox.add(this.#machine.heartbeat(clock.now()));
    this.#delivery.wake();
  }
}

beforeEach(async () => {
  clock = new FakeClock("2026-01-15T12:00:00Z");
  log = new LogSpy();
  hub = await TestHub.start({ clock, log });
});

afterEach(async () => {
  for (const machine of machines) await machine.stop();
  await hub.remove();
});

const startFleet = (size: number) => {
  machines = Array.from({ length: size }, (_, number) => new ReportingMachine(number, hub.url));
};

/** The hub is away for so long; then another takes its place. */
async function absence(milliseconds: number): Promise<void> {
  const { dataFolder, url } = hub;
  await hub.stop();
  await clock.advance(milliseconds);
  hub = await TestHub.start({ clock, log, dataFolder, listen: new URL(url).host });
}

/** Which machines the hub took for lost at any moment, and how many are online now. */
async function outcome(): Promise<{ readonly lost: readonly string[]; readonly online: number }> {
  const lost = log.lines.flatMap(({ message }) => /^(\S+) is offline/.exec(message)?.[1] ?? []);
  const { body } = await hub.call<{ machines: { status: string }[] }>("GET", "/machines");
  return { lost: lost.sort(), online: body.machines.filter(({ status }) => status === "online").length };
}

async function recorded(id: string): Promise<number> {
  const query = `/history?entity_id=${id}.load_1m&from=2026-01-15T11:00:00Z&to=2026-01-15T13:00:00Z&resolution=raw`;
  const { body } = await hub.call<{ series: { readings: unknown[] }[] }>("GET", query);
  return body.series[0]?.readings.length ?? 0;
}

describe("a hub and a large fleet", () => {
  it(
    "lose nobody while the hub is away for ten minutes, and notice those who are silent afterwards",
    slow,
    async () => {
      startFleet(500);
      await clock.advance(3 * minute);
      await absence(10 * minute);
      await clock.advance(10 * minute);
      const afterwards = await outcome();
      const some = machines.filter((_, number) => number % 50 === 0);
      const measured = some.map((machine) => machine.measured);
      const counts = await Promise.all(some.map(({ id }) => recorded(id)));
      const silent = machines.slice(100, 103);
      for (const machine of silent) await machine.stop();
      // Heard up to a minute ago: the three minutes are over for none of them.
      await clock.advance(2 * minute);
      const soon = await outcome();
      await clock.advance(minute + 20_000);

      expect({ afterwards, counts, soon, later: await outcome() }).toEqual({
        afterwards: { lost: [], online: 500 },
        counts: measured,
        soon: { lost: [], online: 500 },
        later: { lost: silent.map(({ id }) => id).sort(), online: 497 },
      });
    },
  );

  it("give each machine its full time after an absence of days, however long ago it was heard", async () => {
    startFleet(20);
    await clock.advance(3 * minute);
    const silent = machines.slice(15);
    for (const machine of machines) await machine.stop();
    await absence(3 * day);
    machines = machines.slice(0, 15).map((_, number) => new ReportingMachine(number, hub.url));
    await clock.advance(3 * minute);
    const soon = await outcome();
    await clock.advance(20_000);

    expect({ soon, later: await outcome() }).toEqual({
      soon: { lost: [], online: 20 },
      later: { lost: silent.map(({ id }) => id).sort(), online: 15 },
    });
  });
});
