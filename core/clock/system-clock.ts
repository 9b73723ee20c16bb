import { performance } from "node:perf_hooks";
import schedule from "node-schedule";
import type { Undo } from "../sdk/index.ts";
import type { HubClock } from "./hub-clock.ts";

/** Longest delay that a Node timer takes, in milliseconds; a longer one would fire at once. */
const longestTimer = 2 ** 31 - 1;

/** Real time, from the host. The only file that may ask it. */
export class SystemClock implements HubClock {
  now(): number {
    return Date.now();
  }

  monotonic(): number {
    return performance.now();
  }

  after(milliseconds: number, task: () => void): Undo {
    if (milliseconds > longestTimer) {
      let undo = this.after(longestTimer, () => {
        undo = this.after(milliseconds - longestTimer, task);
      });
      return () => undo();
    }
    const timer = setTimeout(task, Math.max(0, milliseconds));
    return () => clearTimeout(timer);
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const stop = () => {
        undo();
        reject(signal?.reason);
      };
      const undo = this.after(milliseconds, () => {
        signal?.removeEventListener("abort", stop);
        resolve();
      });
      signal?.addEventListener("abort", stop, { once: true });
    });
  }

  deadline(milliseconds: number, signal?: AbortSignal): AbortSignal {
    // It takes whole numbers only, and like a timer, no more than 24 days.
    const timeout = AbortSignal.timeout(Math.ceil(Math.min(Math.max(0, milliseconds), longestTimer)));
    return signal ? AbortSignal.any([timeout, signal]) : timeout;
  }

  cron(expression: string, timeZone: string, task: () => void): Undo {
    const { job } = plan(expression, timeZone, task);
    return () => {
      job.cancel();
    };
  }

  nextCron(expression: string, timeZone: string): number {
    const { job, next } = plan(expression, timeZone, () => {});
    job.cancel();
    return next;
  }
}

function plan(expression: string, timeZone: string, task: () => void) {
  const fields = expression.trim().split(/\s+/).length;
  // It would fill in missing fields; and it answers null, and never fires, for what it cannot read or has no next time.
  const job = fields < 5 ? null : schedule.scheduleJob({ rule: expression, tz: timeZone }, task);
  const next = job?.nextInvocation()?.getTime();
  if (!job || next === undefined) {
    throw new RangeError(`"${expression}" is not a cron expression with a next time in ${timeZone}`);
  }
  return { job, next };
}
