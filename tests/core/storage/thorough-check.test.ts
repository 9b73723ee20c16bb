import { readFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Scheduler } from "../../../core/schedule/scheduler.ts";
import type { Problem } from "../../../core/sdk/index.ts";
import { ThoroughCheck } from "../../../core/storage/thorough-check.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { LogSpy } from "../../support/log-spy.ts";
import { Damageable } from "./repair/damageable.ts";

let disk: Damageable;
let clock: FakeClock;
let log: LogSpy;
let problems: Set<Problem>;

beforeEach(async () => {
  disk = await Damageable.make();
  [clock, log, problems] = [new FakeClock(), new LogSpy(), new Set()];
});

afterEach(() => disk.remove());

function make(isUrgent = false): ThoroughCheck {
  const files = { databaseFile: disk.file, memoryFile: path.join(disk.folder, "last-check.txt") };
  const report = (problem: Problem) => {
    problems.add(problem);
    return () => void problems.delete(problem);
  };
  return new ThoroughCheck({ ...files, clock, log, report }, isUrgent);
}

/** How many checks there were. */
const checks = () => log.messages("debug").length;

describe("the thorough check", () => {
  it("runs once a day, across restarts, and at once after the hub was not stopped cleanly", async () => {
    const counts: number[] = [];
    const run = async (check: ThoroughCheck) => {
      await check.runWhenDue();
      counts.push(checks());
    };
    await run(make());
    await run(make());
    await clock.advance(86_399_000);
    await run(make());
    await clock.advance(1000);
    await run(make());
    const afterCrash = make(true);
    await run(afterCrash);
    await run(afterCrash);

    expect([counts, await readFile(path.join(disk.folder, "last-check.txt"), "utf8")]).toEqual([
      [1, 1, 1, 2, 3, 3],
      "2026-01-16T12:00:00.000Z\n",
    ]);
  });

  it("reports damage until a check finds none, and looks again at its next time", async () => {
    const check = make();
    const page = (await disk.pagesOf("sample_chunk")).find(({ kind }) => kind === "leaf");
    const whole = (await disk.bytes()).subarray(((page?.number ?? 0) - 1) * 4096, (page?.number ?? 0) * 4096);
    await disk.overwrite(page, Buffer.alloc(4096, 0xa5));
    await check.runWhenDue();
    const damaged = [...problems].map(({ title, advice }) => [title, advice]);
    await check.runWhenDue();
    const still = problems.size;
    await disk.overwrite(page, whole);
    await check.runWhenDue();

    expect([damaged, still, problems.size]).toEqual([
      [["The database is damaged", expect.stringMatching(/^sample_chunk: .*db:repair/)]],
      1,
      0,
    ]);
  });

  it("comes a while after the start of the hub, and not after its end", async () => {
    const undo = make().start(new Scheduler(clock, "UTC"));
    await clock.advance(59_000);
    await undo();
    await clock.advance(86_400_000);

    expect([checks(), clock.pending]).toEqual([0, 0]);
  });

  it("that runs when the hub stops is ended, and says nothing", async () => {
    const check = make();
    const undo = check.start(new Scheduler(clock, "UTC"));
    const running = check.runWhenDue();
    await undo();
    await running;

    expect([checks(), problems.size]).toEqual([0, 0]);
  });
});
