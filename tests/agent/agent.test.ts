import { describe, expect, test } from "vitest";
import { Agent } from "../../agent/agent.ts";
import { MemoryOutbox } from "../../agent/outbox/memory-outbox.ts";
import type { HubAnswer } from "../../agent/reporters/reporter.ts";
import type { ProgramResult } from "../../agent/runtime/programs.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { FakeReporter, unavailable } from "./fake-reporter.ts";
import { FixtureHost } from "./fixture-host.ts";
import { LogSpy } from "./log-spy.ts";
import { sampleHead, sampleHeartbeat } from "./sample-heartbeat.ts";

const calm: HubAnswer = {
  serverId: "nas",
  intervalSeconds: null,
  monitoredServices: null,
  bootId: null,
  identityConflict: false,
  apiToken: null,
  identityClaim: null,
  update: null,
};
const answering = (answer: Partial<HubAnswer>) =>
  new FakeReporter(() => ({ kind: "accepted", answer: { ...calm, ...answer } }));

const renewed = "1c8d5ce6-1f1f-4a6f-8e2f-123456789abc";

/** Remembers which programs it was to run. */
class RecordingHost extends FixtureHost {
  readonly commandLines: string[] = [];

  override run(program: string, parameters: readonly string[]): Promise<ProgramResult | null> {
    this.commandLines.push([program, ...parameters].join(" "));
    return super.run(program, parameters);
  }
}

function prepare(reporter: FakeReporter, renewGuid = async () => renewed) {
  const clock = new FakeClock();
  const log = new LogSpy();
  const host = new RecordingHost("raspberry-pi");
  const outbox = new MemoryOutbox(500);
  const options = {
    host,
    clock,
    log,
    reporter,
    outbox,
    head: sampleHead,
    intervalSeconds: 60,
    monitoredServices: ["ssh"],
    random: () => 0,
    renewGuid,
    keepToken: async () => {},
  };
  return { clock, log, reporter, host, outbox, agent: new Agent(options) };
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

  test("reports the units of its config, and those that the hub asks for as soon as it does", async () => {
    const { agent, clock, host } = prepare(answering({ monitoredServices: ["plex", "smbd"] }));

    agent.start();
    await clock.advance(120_000);

    const asked = host.commandLines.filter((line) => line.startsWith("systemctl show"));
    expect(asked.map((line) => line.slice(line.indexOf(" -- ")))).toEqual([
      " -- ssh",
      " -- ssh plex smbd",
      " -- ssh plex smbd",
    ]);
  });

  test("sends the list of packages when it is there and not again within the hour, and their number always", async () => {
    const { agent, clock, reporter } = prepare(answering({}));

    agent.start();
    await clock.advance(180_000);

    expect(reporter.heartbeats.map((heartbeat) => [heartbeat.updates_available, heartbeat.packages?.length])).toEqual([
      [undefined, undefined],
      [2, 2],
      [2, undefined],
      [2, undefined],
    ]);
  });

  test("says once that another host has its identity", async () => {
    const { agent, clock, log } = prepare(answering({ identityConflict: true }));

    agent.start();
    await clock.advance(180_000);

    expect(log.lines.filter((line) => line.startsWith("error"))).toEqual([
      "error: Another host reports with this server_guid: one of them is a clone of the other",
    ]);
  });

  describe("on a clone", () => {
    const bootId = "0b7c4bd5-0f0e-4f5e-9d1e-000000000001";
    const conflict = { identityConflict: true, identityClaim: "once", bootId };

    /** Answers the first batch with a conflict, and notes in whose name each one comes. */
    function conflictOnce(answer: Partial<HubAnswer>) {
      const reporter = answering({});
      const names: unknown[] = [];
      const send = reporter.send.bind(reporter);
      reporter.send = async (heartbeats) => {
        const outcome = await send(heartbeats);
        names.push(
          ...heartbeats.map(({ sequence, server_guid, identity_claim }) => [sequence, server_guid, identity_claim]),
        );
        return names.length > 1 ? outcome : { kind: "accepted", answer: { ...calm, ...answer } };
      };
      return { reporter, names };
    }

    test("takes a new GUID, shows what the hub gave until it is let in, and sends again what was not stored", async () => {
      const { reporter, names } = conflictOnce(conflict);
      const { agent, clock } = prepare(reporter);

      agent.start();
      await clock.advance(60_000);

      expect(names).toEqual([
        [1, sampleHead.guid, undefined],
        [1, renewed, "once"],
        [2, renewed, undefined],
      ]);
    });

    test("leaves to its original what that one kept on the disk of which it is a copy", async () => {
      const reporter = answering(conflict);
      const { agent, clock, outbox } = prepare(reporter);
      await outbox.add({ ...sampleHeartbeat(77), boot_id: "the original's" });

      agent.start();
      await clock.advance(1_000);
      reporter.decide = answering({}).decide;
      await clock.advance(60_000);

      const underNewName = reporter.heartbeats.filter(({ server_guid }) => server_guid === renewed);
      expect([reporter.batches[0], underNewName.map(({ sequence }) => sequence), await outbox.oldest(1)]).toEqual([
        [77, 1],
        expect.not.arrayContaining([77]),
        [],
      ]);
    });

    test("keeps its GUID when the answer is for another boot than its own, or when a new one cannot be kept", async () => {
      const outcomes = [
        { ...conflictOnce({ ...conflict, bootId: "another" }), renew: async () => renewed },
        { ...conflictOnce(conflict), renew: () => Promise.reject(new Error("EROFS")) },
      ];
      for (const { reporter, renew } of outcomes) {
        const { agent, clock } = prepare(reporter, renew);
        agent.start();
        await clock.advance(60_000);
      }

      const kept = [1, 2].map((sequence) => [sequence, sampleHead.guid, undefined]);
      expect(outcomes.map(({ names }) => names)).toEqual([kept, kept]);
    });
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
