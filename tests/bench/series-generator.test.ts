import { describe, expect, it } from "vitest";
import { type FleetReading, SeriesFleet } from "./series-generator.ts";
import { seriesMetrics } from "./series-machine.ts";

const start = Date.parse("2026-01-15T00:00:00Z");
const hour = 3_600_000;
const day = 24 * hour;

function readings(fleet: SeriesFleet, end: number): FleetReading[] {
  return [...fleet.minutesUntil(end)].flat();
}

const place = (key: string) => seriesMetrics.findIndex((metric) => metric.key === key);
const reported = (reading: FleetReading | undefined, key: string) => reading?.values[place(key)] ?? Number.NaN;

/** Consecutive readings of the same machine. */
function pairs(list: readonly FleetReading[]): [before: FleetReading, after: FleetReading][] {
  const byMachine = Map.groupBy(list, ({ machine }) => machine);
  return [...byMachine.values()].flatMap((own) =>
    own.slice(1).map((after, index): [FleetReading, FleetReading] => [own[index] as FleetReading, after]),
  );
}

describe("the data of the recorder's benches", () => {
  it("is the same each time", () => {
    const [one, other] = [new SeriesFleet(25, start), new SeriesFleet(25, start)];

    expect(readings(one, start + 2 * hour)).toEqual(readings(other, start + 2 * hour));
  });

  it("is another with another seed", () => {
    const [one, other] = [new SeriesFleet(2, start, 1), new SeriesFleet(2, start, 2)];

    expect(readings(one, start + hour)).not.toEqual(readings(other, start + hour));
  });

  it("does not depend on the pieces in which it is taken", () => {
    const [whole, pieces] = [new SeriesFleet(3, start), new SeriesFleet(3, start)];

    const taken = [1, 2, 3].flatMap((count) => readings(pieces, start + count * hour));

    expect(taken).toEqual(readings(whole, start + 3 * hour));
  });

  it("has 20 metrics of 25 machines with different names", () => {
    const names = new SeriesFleet(25, start).machines.map(({ character }) => character.name);

    expect([seriesMetrics.length, new Set(names).size]).toEqual([20, 25]);
  });

  it("comes once a minute and a few milliseconds", () => {
    const gaps = pairs(readings(new SeriesFleet(25, start), start + day)).map(
      ([before, after]) => after.at - before.at,
    );
    const near = gaps.filter((gap) => Math.abs(gap - 60_000) <= 15);

    expect([Math.min(...gaps) > 58_000, near.length / gaps.length > 0.97, new Set(near).size > 10]).toEqual([
      true,
      true,
      true,
    ]);
  });

  it("has reboots, which set counters back and leave a rate unknown", () => {
    const reboots = pairs(readings(new SeriesFleet(25, start), start + 10 * day)).filter(
      ([before, after]) => reported(after, "uptime_seconds") < reported(before, "uptime_seconds"),
    );
    const isReset = ([before, after]: [FleetReading, FleetReading]) =>
      reported(after, "network_rx_bytes") < reported(before, "network_rx_bytes") &&
      Number.isNaN(reported(after, "network_rx_rate"));

    expect([reboots.length > 10, reboots.filter(isReset).length / reboots.length > 0.9]).toEqual([true, true]);
  });

  it("is rounded as an agent rounds", () => {
    const decimals: Record<string, number> = { cpu_percent: 1, load_1m: 2, memory_used_mb: 0, disk_used_gb: 2 };
    const list = readings(new SeriesFleet(25, start), start + hour);
    const fits = Object.entries(decimals).map(([key, places]) =>
      list.every((reading) => reported(reading, key) === Number(reported(reading, key).toFixed(places))),
    );

    expect(fits).toEqual([true, true, true, true]);
  });
});
