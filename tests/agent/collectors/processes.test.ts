import { describe, expect, test } from "vitest";
import { parseProcessStat, parseProgramName } from "../../../agent/collectors/process-stat.ts";
import { ProcessReader } from "../../../agent/collectors/processes.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { FixtureHost } from "../fixture-host.ts";
import { LogSpy } from "../log-spy.ts";

interface FakeProcess {
  readonly name?: string;
  readonly flags?: number;
  readonly startedAt?: number;
  readonly ticks: number;
  readonly pages: number;
}

/** A machine whose processes a test sets; all cores together make 100 ticks between two readings of /proc/stat. */
class BusyHost extends FixtureHost {
  processes: Readonly<Record<number, FakeProcess>> = {};
  looks = 0;
  #machineTicks = 1_000;

  constructor() {
    super("bare");
  }

  override async readDirectory(): Promise<readonly string[]> {
    return [...Object.keys(this.processes), "self", "meminfo"];
  }

  override async readText(path: string): Promise<string | null> {
    if (path === "/proc/stat") {
      this.#machineTicks += 100;
      return `cpu  ${this.#machineTicks} 0 0 0\n`;
    }
    const [, pid, file] = /^\/proc\/(\d+)\/(\w+)$/.exec(path) ?? [];
    const process = this.processes[Number(pid)];
    if (!process) return null;
    if (file === "stat") this.looks++;
    return file === "stat" ? statOf(Number(pid), process) : file === "status" ? "Uid:\t1000\t1\t1\t1\n" : null;
  }
}

function statOf(pid: number, { name = "program", flags = 0, startedAt = 1, ticks, pages }: FakeProcess): string {
  return `${pid} (${name}) S 1 1 1 0 -1 ${flags} 0 0 0 0 ${ticks} 0 0 0 20 0 1 0 ${startedAt} 0 ${pages} 0\n`;
}

function prepare(host: FixtureHost, mostLooks?: number) {
  const clock = new FakeClock();
  const reader = new ProcessReader({ host, clock, log: new LogSpy() }, mostLooks);
  const read = async () => {
    const reading = reader.read(new AbortController().signal);
    const settled = reading.catch(() => {});
    await clock.advance(500);
    await settled;
    return reading;
  };
  return { read };
}

const idle = { ticks: 0, pages: 1 };

describe("ProcessReader", () => {
  test("names the busiest and the largest, and no thread of the kernel", async () => {
    const host = new BusyHost();
    host.processes = { 1: idle, 2: { ticks: 0, pages: 9_000, flags: 0x200000 }, 7: idle, 8: { ticks: 5, pages: 500 } };
    const { read } = prepare(host);

    await read();
    host.processes = { ...host.processes, 7: { ticks: 40, pages: 1 } };
    const { byCpu, byMemory } = await read();

    expect({ byCpu, largest: byMemory[0]?.pid, all: byMemory.map(({ pid }) => pid).sort() }).toEqual({
      byCpu: [{ pid: 7, name: "program", user: "1000", cpuPercent: 40, memoryBytes: null }],
      largest: 8,
      all: [1, 7, 8],
    });
  });

  test("does not take a new process for an old one with the same number", async () => {
    const host = new BusyHost();
    host.processes = { 1: idle, 7: { ticks: 10, pages: 1 } };
    const { read } = prepare(host);

    await read();
    host.processes = { 1: idle, 7: { ticks: 60, pages: 1, startedAt: 2 } };

    expect((await read()).byCpu).toEqual([]);
  });

  test("looks at so many of very many, in turns, and always at those that took the most", async () => {
    const host = new BusyHost();
    const processes = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [index + 1, idle]));
    host.processes = { ...processes, 900: { ticks: 0, pages: 800 } };
    const { read } = prepare(host, 100);

    const readings = [];
    for (let turn = 0; turn < 12; turn++) readings.push(await read());

    const found = readings.map(({ byMemory }) => byMemory[0]?.pid === 900);
    expect({ total: readings[0]?.total, mostLooked: Math.max(...readings.map(({ looked }) => looked)), found }).toEqual(
      {
        total: 1_000,
        mostLooked: 105,
        found: [...Array(8).fill(false), true, true, true, true],
      },
    );
  });

  test("says that the host hides its processes", async () => {
    const { read } = prepare(new FixtureHost("hidden-processes"));

    await expect(read()).rejects.toThrow("/proc hides the processes of other users (hidepid)");
  });
});

describe("parseProcessStat", () => {
  test("finds the end of a name that holds parentheses, blanks and newlines", () => {
    const stat = statOf(7, { name: "a) S 1\n(b", ticks: 12, pages: 34 });

    expect(parseProcessStat(stat)).toEqual({ pid: 7, name: "a) S 1?(b", startedAt: 1, ticks: 12, pages: 34 });
  });
});

describe("parseProgramName", () => {
  test.each([
    ["/usr/sbin/nginx\0-g\0daemon off;\0", "nginx"],
    ["nginx: worker process\0\0\0", "nginx"],
    ["/usr/bin/python3\0/srv/app/main.py\0--password\0secret\0", "python3 main.py"],
    ["/usr/bin/python3\0-c\0secret\0", "python3"],
    ["java\0-jar\0/opt/x.jar\0", "java"],
    ["-bash\0", "bash"],
    ["mysqld\0secret\0", "mysqld"],
    ["", null],
  ])("makes of %j: %s", (commandLine, name) => {
    expect(parseProgramName(commandLine)).toBe(name);
  });
});
