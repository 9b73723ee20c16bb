import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AgentTime } from "../../../integrations/agent/moments.ts";
import { sampleHeartbeat } from "../../support/sample-heartbeat.ts";

const noon = Date.parse("2026-01-15T12:00:00Z");
const at = (milliseconds: number) => new Date(noon + milliseconds).toISOString();
const seconds = 1000;
const minutes = 60_000;

function place(measured: number, sent: number, received: number, time = new AgentTime()) {
  const { measuredAt, isLate } = time.place(
    sampleHeartbeat({ timestamp: at(measured), sent_at: at(sent) }),
    noon + received,
  );
  return { measured: measuredAt - noon, isLate };
}

describe("AgentTime", () => {
  it("keeps the time of an agent whose clock is right", () => {
    expect(place(0, 100, 150)).toEqual({ measured: 0, isLate: false });
  });

  it("takes a small difference of clocks for none", () => {
    expect(place(-20 * seconds, -20 * seconds, 0)).toEqual({ measured: -20 * seconds, isLate: false });
  });

  it("corrects a clock that is an hour slow, without calling its heartbeats late", () => {
    expect(place(-60 * minutes, -60 * minutes + 100, 200)).toEqual({ measured: 100, isLate: false });
  });

  it("corrects a clock that is a day fast", () => {
    expect(place(1440 * minutes, 1440 * minutes + 50, 50)).toEqual({ measured: 0, isLate: false });
  });

  it("tells a heartbeat that was kept for an hour as late, at its own time", () => {
    expect(place(-60 * minutes, 0, 100)).toEqual({ measured: -60 * minutes, isLate: true });
  });

  it("tells a kept heartbeat of a wrong clock as late too, at its corrected time", () => {
    expect(place(-120 * minutes, -60 * minutes, 0)).toEqual({ measured: -60 * minutes, isLate: true });
  });

  it("gives a heartbeat that is sent twice the same time twice, also when the clock is wrong", () => {
    const time = new AgentTime();
    const first = place(-60 * minutes, -60 * minutes, 0, time);
    const second = place(-60 * minutes, -60 * minutes + 5 * seconds, 5 * seconds + 20, time);
    expect(second).toEqual(first);
  });

  it("takes the time of receipt when an old agent with a wrong clock does not say when it sent", () => {
    const heartbeat = sampleHeartbeat({ timestamp: at(-60 * minutes), sent_at: null });
    expect(new AgentTime().place(heartbeat, noon)).toEqual({ measuredAt: noon, isLate: false, hasWaited: false });
  });

  it("gives a heartbeat without a sending time that comes twice the same time twice", () => {
    const time = new AgentTime();
    const heartbeat = sampleHeartbeat({ timestamp: at(-60 * minutes), sent_at: null });
    const both = [time.place(heartbeat, noon), time.place(heartbeat, noon + 5 * seconds)];
    expect(both.map(({ measuredAt }) => measuredAt - noon)).toEqual([0, 0]);
  });

  it("keeps the time of a clock that is a little fast, so that it stays the same when it is sent again", () => {
    const time = new AgentTime();
    const first = place(20 * seconds, 20 * seconds, 0, time);
    const second = place(20 * seconds, 25 * seconds, 5 * seconds, time);
    expect([first, second]).toEqual([first, { measured: 20 * seconds, isLate: false }]);
  });

  it("gives a heartbeat the same time after a restart of the hub, when that knows by how much the clock is wrong", () => {
    const time = new AgentTime();
    const first = place(-60 * minutes, -60 * minutes, 137, time);
    const second = place(-60 * minutes, -59 * minutes, 1 * minutes + 20, new AgentTime(time.skew));
    expect(second).toEqual(first);
  });

  describe("whose heartbeats come over a broker that keeps them while the hub is away", () => {
    const receive = (time: AgentTime, measured: number, received: number) => {
      const heartbeat = sampleHeartbeat({ timestamp: at(measured), sent_at: at(measured) });
      const { measuredAt, hasWaited } = time.place(heartbeat, noon + received, true);
      return [measuredAt - noon, hasWaited];
    };

    it("keeps the times of those that waited there", () => {
      const time = new AgentTime();
      const kept = [-10, -9, -8].map((measured) => receive(time, measured * minutes, measured + 20));
      const live = receive(time, 1 * minutes, 1 * minutes + 20);
      expect([...kept, live]).toEqual([
        [-10 * minutes, true],
        [-9 * minutes, true],
        [-8 * minutes, true],
        [1 * minutes, false],
      ]);
    });

    it("takes a clock for slow that stays so, and knows a slow one again", () => {
      const time = new AgentTime();
      const first = [0, 1, 2].map((minute) => receive(time, (minute - 60) * minutes, minute * minutes));
      const after = receive(new AgentTime(time.skew), -57 * minutes, 3 * minutes);
      expect([...first, after]).toEqual([
        [-60 * minutes, true],
        [-59 * minutes, true],
        [2 * minutes, false],
        [3 * minutes, false],
      ]);
    });
  });

  it("never places a heartbeat further in the future than clocks may differ", () => {
    const offset = fc.integer({ min: -10 * 86_400_000, max: 10 * 86_400_000 });
    fc.assert(
      fc.property(offset, offset, (measured, sent) => {
        expect(place(measured, sent, 0).measured).toBeLessThanOrEqual(30 * seconds);
      }),
    );
  });
});
