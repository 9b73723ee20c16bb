import type { HubClock } from "../../core/clock/hub-clock.ts";
import { SystemClock } from "../../core/clock/system-clock.ts";
import type { Undo } from "../../core/sdk/index.ts";

interface Timer {
  /** On the monotonic clock, in milliseconds. */
  readonly due: number;
  readonly task: () => void;
  undo: Undo;
}

/** Real time that can be made to leap, so that work which is done once an hour can be watched. */
export class LeapingClock implements HubClock {
  readonly #system = new SystemClock();
  readonly #timers = new Set<Timer>();
  #elapsed = 0;
  #wall = 0;

  /** Makes it so much later, in milliseconds. Whoever waits goes on waiting for what is left. */
  leap(milliseconds: number): void {
    this.#elapsed += milliseconds;
    this.#wall += milliseconds;
  }

  /** Lets so much time pass for whoever waits: tasks that are due then run at once. The calendar stays. */
  hasten(milliseconds: number): void {
    this.#elapsed += milliseconds;
    for (const timer of this.#timers) {
      timer.undo();
      this.#arm(timer);
    }
  }

  now(): number {
    return this.#system.now() + this.#wall;
  }

  monotonic(): number {
    return this.#system.monotonic() + this.#elapsed;
  }

  after(milliseconds: number, task: () => void): Undo {
    const timer: Timer = { due: this.monotonic() + milliseconds, task, undo: () => {} };
    this.#timers.add(timer);
    this.#arm(timer);
    return () => {
      this.#timers.delete(timer);
      return timer.undo();
    };
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return this.#system.sleep(milliseconds, signal);
  }

  deadline(milliseconds: number, signal?: AbortSignal): AbortSignal {
    return this.#system.deadline(milliseconds, signal);
  }

  cron(expression: string, timeZone: string, task: () => void): Undo {
    return this.#system.cron(expression, timeZone, task);
  }

  nextCron(expression: string, timeZone: string): number {
    return this.#system.nextCron(expression, timeZone);
  }

  #arm(timer: Timer): void {
    timer.undo = this.#system.after(timer.due - this.monotonic(), () => {
      this.#timers.delete(timer);
      timer.task();
    });
  }
}
