import { beforeEach, describe, expect, it } from "vitest";
import { Scheduler } from "../../../core/schedule/scheduler.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { LogSpy } from "../../support/log-spy.ts";

let clock: FakeClock;
let log: LogSpy;
let runs: string[];

beforeEach(() => {
  clock = new FakeClock("2026-01-15T12:00:00Z");
  log = new LogSpy();
  runs = [];
});

const noteRun = () => void runs.push(new Date(clock.now()).toISOString());

describe("every", () => {
  it("runs at once and then at each interval", async () => {
    new Scheduler(clock, "UTC").every(60, noteRun, log);

    await clock.advance(120_000);

    expect(runs).toEqual(["2026-01-15T12:00:00.000Z", "2026-01-15T12:01:00.000Z", "2026-01-15T12:02:00.000Z"]);
  });

  it("never runs twice at once: a run that takes longer delays the next", async () => {
    let active = 0;
    let most = 0;
    const slow = async () => {
      noteRun();
      most = Math.max(most, ++active);
      await clock.sleep(25_000);
      active--;
    };
    new Scheduler(clock, "UTC").every(10, slow, log);

    await clock.advance(60_000);

    expect([most, runs]).toEqual([
      1,
      ["2026-01-15T12:00:00.000Z", "2026-01-15T12:00:25.000Z", "2026-01-15T12:00:50.000Z"],
    ]);
  });

  it("logs a task that throws and runs it again", async () => {
    const error = new Error("no disk");
    const failing = () => {
      noteRun();
      throw error;
    };
    new Scheduler(clock, "UTC").every(60, failing, log);

    await clock.advance(60_000);

    const line = {
      level: "error",
      source: "",
      message: "A scheduled task failed; it runs again at its next time",
      details: { error },
    };
    expect([runs.length, log.lines]).toEqual([2, [line, line]]);
  });

  it("leaves no timer behind when it is undone, also in the middle of a run", async () => {
    const between = new Scheduler(clock, "UTC").every(60, noteRun, log);
    const during = new Scheduler(clock, "UTC").every(60, () => clock.sleep(30_000), log);
    await clock.advance(1000);

    between();
    during();
    await clock.advance(600_000);

    expect([clock.pending, runs]).toEqual([0, ["2026-01-15T12:00:00.000Z"]]);
  });

  it("keeps its pace when the wall clock is set", async () => {
    let count = 0;
    new Scheduler(clock, "UTC").every(60, () => void count++, log);
    await clock.advance(30_000);

    clock.step(-86_400_000);
    await clock.advance(30_000);
    clock.step(86_400_000);
    await clock.advance(30_000);

    expect(count).toBe(2);
  });
});

describe("cron", () => {
  it("keeps to the local time of its zone across the start of summer time", async () => {
    clock = new FakeClock("2026-03-28T00:00:00Z");
    new Scheduler(clock, "Europe/London").cron("0 6 * * *", noteRun, log);

    await clock.advance(3 * 86_400_000);

    expect(runs).toEqual(["2026-03-28T06:00:00.000Z", "2026-03-29T05:00:00.000Z", "2026-03-30T05:00:00.000Z"]);
  });

  it("keeps to the local time of its zone across the end of summer time", async () => {
    clock = new FakeClock("2026-10-24T00:00:00Z");
    new Scheduler(clock, "Europe/London").cron("0 6 * * *", noteRun, log);

    await clock.advance(3 * 86_400_000);

    expect(runs).toEqual(["2026-10-24T05:00:00.000Z", "2026-10-25T06:00:00.000Z", "2026-10-26T06:00:00.000Z"]);
  });

  it("skips a time while the last run goes on, and says so", async () => {
    const slow = () => {
      noteRun();
      return clock.sleep(90_000);
    };
    new Scheduler(clock, "UTC").cron("* * * * *", slow, log);

    await clock.advance(180_000);

    expect([runs, log.messages("warn")]).toEqual([
      ["2026-01-15T12:01:00.000Z", "2026-01-15T12:03:00.000Z"],
      ["A scheduled task was skipped: its last run has not ended"],
    ]);
  });

  it("runs again after a run that threw", async () => {
    new Scheduler(clock, "UTC").cron("* * * * *", () => Promise.reject(new Error("broken")), log);

    await clock.advance(120_000);

    expect(log.messages("error")).toEqual([
      "A scheduled task failed; it runs again at its next time",
      "A scheduled task failed; it runs again at its next time",
    ]);
  });

  it("leaves no timer behind when it is undone", async () => {
    const undo = new Scheduler(clock, "UTC").cron("* * * * *", noteRun, log);
    undo();

    await clock.advance(180_000);

    expect([clock.pending, runs]).toEqual([0, []]);
  });
});
