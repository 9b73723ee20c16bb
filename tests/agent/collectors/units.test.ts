import { describe, expect, test } from "vitest";
import { UnitReader } from "../../../agent/collectors/unit-reader.ts";
import { parseUnitNames, parseUnits } from "../../../agent/collectors/units.ts";
import type { ProgramResult } from "../../../agent/runtime/programs.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { FixtureHost, readFixture } from "../fixture-host.ts";
import { LogSpy } from "../log-spy.ts";

const nothing = { pid: null, memoryBytes: null, cpuNanoseconds: null, restarts: null, activeSince: null };

describe("parseUnits", () => {
  test("reads a running unit, and one that is not there", () => {
    expect(parseUnits(readFixture("programs/systemctl-show.txt"), ["ssh", "plex"])).toEqual([
      {
        name: "ssh",
        status: "running",
        reason: null,
        pid: 612,
        memoryBytes: 7_340_032,
        cpuNanoseconds: 1_250_000_000,
        restarts: 0,
        activeSince: Date.parse("2026-01-15T10:00:00Z"),
      },
      { name: "plex", status: "unknown", reason: "There is no such unit", ...nothing },
    ]);
  });

  test("takes what systemd does not count for unknown, whatever it writes for that", () => {
    const names = ["failed", "looping", "oneshot", "masked", "starting", "broken", "killed", "stopped"];

    const units = parseUnits(readFixture("programs/systemctl-show-odd.txt"), names);

    const known = { since: Date.parse("2026-01-15T10:00:00Z") };
    expect(units.map(({ name, activeSince, ...unit }) => ({ ...unit, unit: name, since: activeSince }))).toEqual(
      [
        { unit: "failed", status: "failed", reason: "exit-code", restarts: 3 },
        { unit: "looping", status: "failed", reason: "restarting after exit-code", restarts: 41 },
        { unit: "oneshot", status: "running", reason: "exited", ...known },
        { unit: "masked", status: "stopped", reason: "masked" },
        { unit: "starting", status: "running", reason: "start", pid: 77 },
        { unit: "broken", status: "unknown", reason: "The unit cannot be loaded: bad-setting" },
        { unit: "killed", status: "stopped", reason: "oom-kill" },
        { unit: "stopped", status: "stopped", reason: null },
      ].map((unit) => ({ pid: null, memoryBytes: null, cpuNanoseconds: null, restarts: null, since: null, ...unit })),
    );
  });

  test("refuses an answer that is not about the units that were named", () => {
    expect(() => parseUnits(readFixture("programs/systemctl-show.txt"), ["ssh"])).toThrow("2 units where 1 were asked");
  });
});

test("parseUnitNames takes the first column", () => {
  expect(parseUnitNames(readFixture("programs/systemctl-list-units-failed.txt"))).toEqual([
    "smartmontools.service",
    "mnt-nas.mount",
  ]);
});

/** A host whose systemd counts 500 ms more of processor time, of two cores, at each question. */
class BusyHost extends FixtureHost {
  readonly commandLines: string[] = [];
  #milliseconds = 1_000;

  constructor() {
    super("raspberry-pi");
  }

  override async readText(path: string): Promise<string | null> {
    return path === "/proc/stat" ? "cpu0 1 1 1 1\ncpu1 1 1 1 1\n" : super.readText(path);
  }

  override async run(program: string, parameters: readonly string[]): Promise<ProgramResult> {
    this.commandLines.push([program, ...parameters].join(" "));
    this.#milliseconds += 500;
    const output = `LoadState=loaded\nActiveState=active\nCPUUsageNSec=${this.#milliseconds}000000\n`;
    return { exitCode: 0, output, errors: "" };
  }
}

describe("UnitReader", () => {
  const { signal } = new AbortController();

  test("tells a unit's share of all cores from two readings", async () => {
    const clock = new FakeClock();
    const reader = new UnitReader({ host: new BusyHost(), clock, log: new LogSpy() });

    const first = await reader.read(["plex"], signal);
    await clock.advance(1_000);
    const second = await reader.read(["plex"], signal);

    expect([first, second].map(([unit]) => unit?.cpuPercent)).toEqual([null, 25]);
  });

  test("asks for all units at once, each once, and never for what systemctl would take for more than a name", async () => {
    const host = new BusyHost();
    const reader = new UnitReader({ host, clock: new FakeClock(), log: new LogSpy() });

    const units = await reader.read(["plex", "plex", "--all", "*", "a b", ""], signal);

    expect({
      units: units.map(({ name, status, reason }) => [name, status, reason]),
      asked: host.commandLines,
    }).toEqual({
      units: [
        ["plex", "running", null],
        ...["--all", "*", "a b", ""].map((name) => [name, "unknown", "This is no name of a unit"]),
      ],
      asked: [
        "systemctl show --no-pager --property=LoadState,ActiveState,SubState,Result,MainPID,MemoryCurrent,CPUUsageNSec," +
          "NRestarts,ActiveEnterTimestamp -- plex",
      ],
    });
  });
});
