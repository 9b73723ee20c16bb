import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ReadingMaker } from "../../../integrations/agent/reading.ts";
import { sampleHeartbeat } from "../../support/sample-heartbeat.ts";

const received = (network_rx_bytes: number | null) => sampleHeartbeat({ metrics: { network_rx_bytes } });

describe("ReadingMaker", () => {
  it("does not know a rate until it has two readings", () => {
    expect(new ReadingMaker().read(received(1000), 0).receiveRate).toBeNull();
  });

  it("turns a counter into bytes a second", () => {
    const readings = new ReadingMaker();
    readings.read(received(1000), 0);
    expect(readings.read(received(61_000), 60_000).receiveRate).toBe(1000);
  });

  it("does not know the rate over a reboot, and knows it again after the next reading", () => {
    const readings = new ReadingMaker();
    readings.read(received(5_000_000), 0);
    const rates = [readings.read(received(100), 60_000), readings.read(received(6100), 120_000)];
    expect(rates.map(({ receiveRate }) => receiveRate)).toEqual([null, 100]);
  });

  it("does not know the rate of a counter that is missing or null", () => {
    const readings = new ReadingMaker();
    readings.read(received(1000), 0);
    expect(readings.read(received(null), 1000).receiveRate).toBeNull();
  });

  it("ignores a reading that is older than the last one", () => {
    const readings = new ReadingMaker();
    readings.read(received(1000), 60_000);
    readings.read(received(400), 0);
    expect(readings.read(received(2000), 120_000).receiveRate).toBe(17);
  });

  it("never makes a negative or infinite rate", () => {
    const reading = fc.record({ at: fc.integer({ min: 0, max: 1e6 }), bytes: fc.maxSafeNat() });
    fc.assert(
      fc.property(fc.array(reading), (list) => {
        const readings = new ReadingMaker();
        const rates = list.map(({ at, bytes }) => readings.read(received(bytes), at).receiveRate);
        expect(rates.every((rate) => rate === null || (rate >= 0 && Number.isFinite(rate)))).toBe(true);
      }),
    );
  });

  it("finds the fullest file system, and none where there is none", () => {
    const readings = new ReadingMaker();
    const fullest = [sampleHeartbeat(), sampleHeartbeat({ filesystems: [] }), sampleHeartbeat({ filesystems: null })];
    expect(fullest.map((heartbeat, index) => readings.read(heartbeat, index).fullest?.mount_point)).toEqual([
      "/mnt/pool",
      undefined,
      undefined,
    ]);
  });
});
