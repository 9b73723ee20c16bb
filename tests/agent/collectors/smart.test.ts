import { describe, expect, test } from "vitest";
import { parseSmart } from "../../../agent/collectors/smart.ts";
import { SmartReader } from "../../../agent/collectors/smart-reader.ts";
import type { ProgramResult } from "../../../agent/runtime/programs.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { FixtureHost, readFixture } from "../fixture-host.ts";
import { LogSpy } from "../log-spy.ts";

const parse = (name: string) => parseSmart(readFixture(`programs/smartctl-${name}.json`));

describe("parseSmart", () => {
  test("reads a spinning disk whose error log is not empty", () => {
    expect(parse("sata")).toEqual({
      kind: "known",
      smart: {
        model: "WDC WD40EFRX-68N32N0",
        serial: "WD-WCC7K0AAAAAA",
        passed: true,
        celsius: 33,
        powerOnHours: 46_912,
        wearPercent: null,
        reallocatedSectors: 8,
      },
    });
  });

  test("reads a failing solid-state disk, whose wear is an attribute that counts down", () => {
    expect(parse("ssd")).toMatchObject({ smart: { passed: false, wearPercent: 12, reallocatedSectors: 0 } });
  });

  test("reads an NVMe disk", () => {
    expect(parse("nvme")).toMatchObject({
      smart: { passed: true, celsius: 41, powerOnHours: 9_123, wearPercent: 3, reallocatedSectors: null },
    });
  });

  test("knows a sleeping disk, as old and new versions tell it", () => {
    expect([parse("asleep"), parse("asleep-7.5")]).toEqual([{ kind: "asleep" }, { kind: "asleep" }]);
  });

  test("passes on why a bridge does not answer", () => {
    const reason = "/dev/sdb: Unknown USB bridge [0x152d:0x0583 (0x209)]";
    expect([parse("usb"), parseSmart("")]).toEqual([
      { kind: "silent", reason },
      { kind: "silent", reason: "smartctl printed no report" },
    ]);
  });
});

/** Its disk `sda` falls asleep after the first question. */
class SleepyHost extends FixtureHost {
  #questions = 0;

  override async run(program: string, parameters: readonly string[]): Promise<ProgramResult | null> {
    if (parameters.at(-1) !== "/dev/sda") return super.run(program, parameters);
    const file = this.#questions++ === 0 ? "smartctl-sata.json" : "smartctl-asleep.json";
    return { exitCode: 0, output: readFixture(`programs/${file}`), errors: "" };
  }
}

describe("SmartReader", () => {
  const { signal } = new AbortController();

  test("keeps what a disk said before it fell asleep, with the time when it said so", async () => {
    const clock = new FakeClock("2026-01-15T12:00:00Z");
    const reader = new SmartReader({ host: new SleepyHost("zfs-box"), clock, log: new LogSpy() });

    await reader.read(signal);
    await clock.advance(1_800_000);
    const health = await reader.read(signal);

    expect([...(health ?? [])].map(([name, { celsius, checkedAt }]) => [name, celsius, checkedAt])).toEqual([
      ["sda", 33, Date.parse("2026-01-15T12:00:00Z")],
      ["nvme0n1", 41, Date.parse("2026-01-15T12:30:00Z")],
    ]);
  });

  test("says once that a disk does not answer, and goes on with the others", async () => {
    const log = new LogSpy();
    const reader = new SmartReader({ host: new FixtureHost("virtual-machine"), clock: new FakeClock(), log });

    await reader.read(signal);
    const health = await reader.read(signal);

    expect({ disks: health?.size, log: log.lines }).toEqual({
      disks: 0,
      log: ["info: The health of disk sda is unknown", "info: The health of disk sdb is unknown"],
    });
  });

  test("knows nothing where there is no smartctl", async () => {
    const host = new FixtureHost("zfs-box");
    host.run = async () => null;

    expect(await new SmartReader({ host, clock: new FakeClock(), log: new LogSpy() }).read(signal)).toBe(null);
  });
});
