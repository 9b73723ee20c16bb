import { describe, expect, test } from "vitest";
import { CpuMeter } from "../../../agent/collectors/cpu.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { FixtureHost } from "../fixture-host.ts";
import { LogSpy } from "../log-spy.ts";

/** A host whose /proc/stat is another one at each reading. */
class StatHost extends FixtureHost {
  readonly #stats: string[];

  constructor(stats: readonly string[]) {
    super("bare");
    this.#stats = [...stats];
  }

  override async readText(path: string): Promise<string | null> {
    return path === "/proc/stat" ? (this.#stats.shift() ?? null) : null;
  }
}

const cases = [
  ["work is busy, waiting for a disk is not", ["cpu 0 0 0 0 0", "cpu 25 0 0 50 25"], [25]],
  ["time that the hypervisor stole is busy", ["cpu 0 0 0 0 0 0 0 0", "cpu 0 0 0 50 0 0 0 50"], [50]],
  ["guest time, part of user time, counts once", ["cpu 0 0 0 0 0 0 0 0 0", "cpu 50 0 0 50 0 0 0 0 50"], [50]],
  ["a state that went backwards counts as unchanged", ["cpu 0 0 0 0 90", "cpu 50 0 0 50 10"], [50]],
  ["it is unknown when no time passed", ["cpu 5 0 0 5", "cpu 5 0 0 5"], [null]],
  ["each reading starts from the last", ["cpu 0 0 0 0", "cpu 0 0 0 10", "cpu 10 0 0 10"], [0, 100]],
  ["it is unknown while the file is missing", ["cpu 0 0 0 0", "", "cpu 5 0 0 5"], [null, null]],
] as const;

describe("CpuMeter", () => {
  test.each(cases)("%s", async (_, stats, expected) => {
    const clock = new FakeClock();
    const meter = new CpuMeter({ host: new StatHost(stats), clock, log: new LogSpy() });

    const percents: (number | null)[] = [];
    while (percents.length < expected.length) {
      const reading = meter.read(new AbortController().signal);
      await clock.advance(500);
      percents.push((await reading).busyPercent);
    }

    expect(percents).toEqual(expected);
  });

  test("tells waiting, stolen time and each core apart; a core that was off is unknown", async () => {
    const clock = new FakeClock();
    const stats = [
      "cpu  0 0 0 0 0 0 0 0\ncpu0 0 0 0 0 0 0 0 0\ncpu1 0 0 0 0 0 0 0 0",
      "cpu  40 0 0 20 30 0 0 10\ncpu0 10 0 0 30 0 0 0 0\ncpu1 40 0 0 10 0 0 0 0\ncpu2 9 0 0 9 0 0 0 0",
    ];
    const meter = new CpuMeter({ host: new StatHost(stats), clock, log: new LogSpy() });

    const reading = meter.read(new AbortController().signal);
    await clock.advance(500);

    expect(await reading).toEqual({
      busyPercent: 50,
      iowaitPercent: 30,
      stealPercent: 10,
      corePercents: [25, 80, null],
    });
  });

  test("does not make 0 of what an old kernel does not count", async () => {
    const clock = new FakeClock();
    const meter = new CpuMeter({ host: new StatHost(["cpu 0 0 0 0", "cpu 1 0 0 1"]), clock, log: new LogSpy() });

    const reading = meter.read(new AbortController().signal);
    await clock.advance(500);

    expect(await reading).toEqual({ busyPercent: 50, iowaitPercent: null, stealPercent: null, corePercents: [] });
  });
});
