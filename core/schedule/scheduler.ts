import type { HubClock } from "../clock/hub-clock.ts";
import type { Logger, Undo } from "../sdk/index.ts";

type Task = () => Promise<void> | void;

/** Runs tasks again and again on a clock. A task that throws is logged and runs again at its next time. */
export class Scheduler {
  readonly #clock: HubClock;
  readonly #timeZone: string;

  constructor(clock: HubClock, timeZone: string) {
    this.#clock = clock;
    this.#timeZone = timeZone;
  }

  /** Runs `task` now and then `seconds` after it started each time; a run that takes longer delays the next. */
  every(seconds: number, task: Task, log: Logger): Undo {
    let stopped = false;
    let undo: Undo = () => {};
    const run = async () => {
      const startedAt = this.#clock.monotonic();
      await runTask(task, log);
      if (stopped) return;
      undo = this.#clock.after(seconds * 1000 - (this.#clock.monotonic() - startedAt), run);
    };
    void run();
    return () => {
      stopped = true;
      undo();
    };
  }

  /** Runs `task` at the times of a cron expression in the hub's time zone; skips a time while the last run goes on. */
  cron(expression: string, task: Task, log: Logger): Undo {
    let running = false;
    return this.#clock.cron(expression, this.#timeZone, async () => {
      if (running) return log.warn("A scheduled task was skipped: its last run has not ended", { expression });
      running = true;
      await runTask(task, log);
      running = false;
    });
  }
}

async function runTask(task: Task, log: Logger): Promise<void> {
  try {
    await task();
  } catch (error) {
    log.error("A scheduled task failed; it runs again at its next time", { error });
  }
}
