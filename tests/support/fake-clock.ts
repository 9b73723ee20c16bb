import cronParser from "cron-parser";
import type { HubClock } from "../../core/clock/hub-clock.ts";
import type { Undo } from "../../core/sdk/index.ts";

interface Timer {
  readonly due: number;
  readonly order: number;
  readonly task: () => void;
}

/** A clock that stands still until a test moves it. A whole hub with its fleet can run on one. */
export class FakeClock implements HubClock {
  #now: number;
  #elapsed = 0;
  #order = 0;
  readonly #timers = new Set<Timer>();
  readonly #work = new Set<Promise<unknown>>();

  constructor(start: string | number = "2026-01-15T12:00:00Z") {
    this.#now = typeof start === "string" ? Date.parse(start) : start;
  }

  now(): number {
    return this.#now;
  }

  monotonic(): number {
    return this.#elapsed;
  }

  /** Sets the wall clock without letting time pass, as an NTP step does. */
  step(milliseconds: number): void {
    this.#now += milliseconds;
  }

  /** Timers that wait now. */
  get pending(): number {
    return this.#timers.size;
  }

  after(milliseconds: number, task: () => void): Undo {
    const timer: Timer = { due: this.#elapsed + Math.max(0, milliseconds), order: this.#order++, task };
    this.#timers.add(timer);
    return () => {
      this.#timers.delete(timer);
    };
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
    const controller = new AbortController();
    this.after(milliseconds, () => controller.abort(new DOMException("The operation timed out", "TimeoutError")));
    return signal ? AbortSignal.any([controller.signal, signal]) : controller.signal;
  }

  cron(expression: string, timeZone: string, task: () => void): Undo {
    let undo: Undo = () => {};
    const plan = () => {
      undo = this.after(this.nextCron(expression, timeZone) - this.#now, () => {
        plan();
        task();
      });
    };
    plan();
    return () => undo();
  }

  nextCron(expression: string, timeZone: string): number {
    return cronParser.parseExpression(expression, { currentDate: this.#now, tz: timeZone }).next().getTime();
  }

  /**
   * The same object, but time stands still while a promise that it returned is open: for what really happens, such as a request
   * over loopback or a file that is read, and must not run into a deadline of fake time.
   */
  holdFor<Target extends object>(target: Target): Target {
    return new Proxy(target, {
      get: (object, name) => {
        const member: unknown = Reflect.get(object, name, object);
        if (typeof member !== "function") return member;
        return (...parameters: unknown[]) => {
          const result: unknown = member.apply(object, parameters);
          if (result instanceof Promise) this.#hold(result);
          return result;
        };
      },
    });
  }

  /** Lets time pass: runs every timer that falls due, in order, and what they cause, before it goes on to the next. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.#elapsed + milliseconds;
    await this.#settle();
    for (let timer = this.#next(end); timer; timer = this.#next(end)) {
      this.#timers.delete(timer);
      this.#moveTo(timer.due);
      timer.task();
      await this.#settle();
    }
    this.#moveTo(end);
  }

  #hold(promise: Promise<unknown>): void {
    const done = promise.catch(() => {}).finally(() => this.#work.delete(done));
    this.#work.add(done);
  }

  /** Lets promises and short I/O callbacks run, and waits for what holds the time. */
  async #settle(): Promise<void> {
    for (let round = 0; round < 3; round++) await new Promise((resolve) => setImmediate(resolve));
    while (this.#work.size > 0) {
      await Promise.all(this.#work);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  #moveTo(elapsed: number): void {
    this.#now += elapsed - this.#elapsed;
    this.#elapsed = elapsed;
  }

  #next(end: number): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.#timers) {
      if (timer.due > end) continue;
      if (!first || timer.due < first.due || (timer.due === first.due && timer.order < first.order)) first = timer;
    }
    return first;
  }
}
