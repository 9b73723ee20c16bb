import { describe, expect, it } from "vitest";
import { SystemClock } from "../../../core/clock/system-clock.ts";

const clock = new SystemClock();
/** The longest delay that a Node timer takes is 2^31 - 1 ms; a longer one fires at once. */
const tooLongForATimer = 2 ** 31;

/** Lets every timer that is due fire. */
const letTimersFire = () => new Promise((resolve) => setTimeout(resolve, 20));

describe("the system clock", () => {
  it("runs a task later, and not once it is undone", async () => {
    const calls: string[] = [];
    const undo = clock.after(1, () => calls.push("undone"));
    undo();

    await new Promise<void>((resolve) => clock.after(2, resolve));

    expect(calls).toEqual([]);
  });

  it("does not run a task of next month at once", async () => {
    const calls: string[] = [];
    const undos = [tooLongForATimer, 2 * tooLongForATimer, Number.POSITIVE_INFINITY].map((milliseconds) =>
      clock.after(milliseconds, () => calls.push(`after ${milliseconds}`)),
    );

    await letTimersFire();
    for (const undo of undos) undo();

    expect(calls).toEqual([]);
  });

  it("wakes a sleeper in time, and with the reason of the signal when that aborts first", async () => {
    const reason = new Error("stopped");
    const controller = new AbortController();
    const interrupted = clock.sleep(tooLongForATimer, controller.signal).catch((error) => error);
    await clock.sleep(1, controller.signal);

    controller.abort(reason);

    expect(await interrupted).toBe(reason);
  });

  it("does not let anybody fall asleep on a signal that has aborted", async () => {
    const reason = new Error("stopped before");

    expect(await clock.sleep(1, AbortSignal.abort(reason)).catch((error) => error)).toBe(reason);
  });

  it("ends a deadline with a TimeoutError, or with the signal's reason when that is first", async () => {
    const reason = new Error("stopped");
    const passed = clock.deadline(1);
    const stopped = clock.deadline(60_000, AbortSignal.abort(reason));

    await new Promise((resolve) => passed.addEventListener("abort", resolve));

    expect([passed.reason.name, stopped.reason]).toEqual(["TimeoutError", reason]);
  });

  it("takes any duration for a deadline, as for everything else", async () => {
    const [long, endless, fraction, past] = [tooLongForATimer, Number.POSITIVE_INFINITY, 0.5, -1].map((milliseconds) =>
      clock.deadline(milliseconds),
    );

    await letTimersFire();

    expect([long?.aborted, endless?.aborted, fraction?.aborted, past?.aborted]).toEqual([false, false, true, true]);
  });

  it("runs a task at the times of a cron expression until it is undone", async () => {
    const calls: string[] = [];
    const undoOther = clock.cron("* * * * * *", "Europe/London", () => calls.push("undone before its time"));
    undoOther();

    await new Promise<void>((resolve) => {
      const undo = clock.cron("* * * * * *", "Europe/London", () => {
        undo();
        resolve();
      });
    });

    expect(calls).toEqual([]);
  });

  it("tells when a cron expression is due next, in the time zone's own hours", () => {
    const next = new Date(clock.nextCron("30 3 * * *", "Asia/Kathmandu"));

    // 5 hours and 45 minutes ahead, all year round.
    expect([next.getUTCHours(), next.getUTCMinutes(), next.getTime() > clock.now()]).toEqual([21, 45, true]);
  });

  it.each(["", "30 6", "often", "61 * * * *", "0 0 30 2 *"])(
    "refuses the cron expression %j, which has no time",
    (text) => {
      expect(() => clock.cron(text, "UTC", () => {})).toThrow(RangeError);
    },
  );
});
