import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { EventBus } from "../../../core/bus/event-bus.ts";
import { Liveness, livenessCheckSeconds } from "../../../core/machines/liveness.ts";
import { MachineRegistry } from "../../../core/machines/registry.ts";
import { Scheduler } from "../../../core/schedule/scheduler.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { LogSpy } from "../../support/log-spy.ts";
import { TestDatabase } from "../../support/test-database.ts";

let store: TestDatabase;
let clock: FakeClock;
let log: LogSpy;
let machines: MachineRegistry;
let liveness: Liveness;
let stopChecking: () => void;

/** What a hub does from its start on: it looks after its machines every ten seconds. */
async function startHub(): Promise<void> {
  log = new LogSpy();
  const { database, tables } = store;
  machines = new MachineRegistry({
    database,
    tables,
    bus: new EventBus(log),
    clock,
    facts: () => ({}),
    isAlias: () => false,
  });
  await machines.load();
  liveness = new Liveness(machines, clock, log);
  stopChecking = new Scheduler(clock, "UTC").every(livenessCheckSeconds, () => liveness.check(), log);
}

/** Stops the hub, and starts it again after so many seconds. */
async function restartHub(secondsDown: number): Promise<void> {
  stopChecking();
  await machines.save();
  store = await store.restart();
  clock = new FakeClock(clock.now() + secondsDown * 1000);
  await startHub();
}

beforeEach(async () => {
  store = await TestDatabase.open();
  clock = new FakeClock();
  await startHub();
  await store.database.run("INSERT INTO device (id, slug, created_at) VALUES (1, 'nas', 0)");
  const claim = { ref: "x", keys: {}, facts: {}, machine: { id: "nas", machineType: "server" } } as const;
  machines.admit({ id: 1, slug: "nas", created: true }, claim);
});

afterEach(() => store.remove());

const status = () => machines.get("nas")?.status;
const pass = (seconds: number) => clock.advance(seconds * 1000);

/** The status after each of these many seconds, one after the other. */
async function statusAfter(...seconds: number[]) {
  const found: unknown[] = [];
  for (const duration of seconds) {
    await pass(duration);
    found.push(status());
  }
  return found;
}

describe("a machine", () => {
  it("is unknown before its first heartbeat, for however long", async () => {
    expect(await statusAfter(0, 3600)).toEqual(["unknown", "unknown"]);
  });

  it("is online from a heartbeat on, and offline after three minutes of silence", async () => {
    liveness.seen("nas", 5);

    expect([status(), ...(await statusAfter(180, 10)), log.messages("warn")]).toEqual([
      "online",
      "online",
      "offline",
      ["nas is offline: no heartbeat for 190 s"],
    ]);
  });

  it("stays online while it reports", async () => {
    for (let minute = 0; minute < 10; minute++) {
      liveness.seen("nas", 60);
      await pass(60);
    }

    expect([status(), log.lines]).toEqual(["online", []]);
  });

  it("that reports seldom is given three of its own intervals", async () => {
    liveness.seen("nas", 600);

    expect(await statusAfter(1800, 10)).toEqual(["online", "offline"]);
  });

  it("comes back with its next heartbeat", async () => {
    liveness.seen("nas", 60);
    await pass(300);
    liveness.seen("nas", 60);

    expect([status(), ...(await statusAfter(180))]).toEqual(["online", "online"]);
  });

  it("is given a full period after the hub was away, however long that was", async () => {
    liveness.seen("nas", 60);
    await pass(170);
    await restartHub(86_400);

    expect([status(), ...(await statusAfter(180, 10))]).toEqual(["online", "online", "offline"]);
  });

  it("that reports seldom is given a full period of its own after a restart too", async () => {
    liveness.seen("nas", 3600);
    await pass(3500);
    await restartHub(60);

    expect(await statusAfter(3 * 3600, 10)).toEqual(["online", "offline"]);
  });

  it("stays offline over a restart until it is heard from", async () => {
    liveness.seen("nas", 60);
    await pass(300);
    await restartHub(60);

    expect([status(), ...(await statusAfter(3600))]).toEqual(["offline", "offline"]);
  });

  it("is not judged by the wall clock, which may be set in either direction", async () => {
    liveness.seen("nas", 60);
    await pass(60);
    clock.step(86_400_000);
    const afterForward = await statusAfter(60);
    clock.step(-2 * 86_400_000);

    expect([...afterForward, ...(await statusAfter(60, 10))]).toEqual(["online", "online", "offline"]);
  });
});
