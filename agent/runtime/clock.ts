import type { Clock, Undo } from "../../core/sdk/index.ts";

/** Real time, from the host. The only file of the agent that may ask it. */
export class SystemClock implements Clock {
  now(): number {
    return Date.now();
  }

  monotonic(): number {
    // Not performance.now(): Node would load ten modules for it.
    return process.uptime() * 1000;
  }

  after(milliseconds: number, task: () => void): Undo {
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

  // By hand, as AbortSignal.any is missing from Node 18.
  deadline(milliseconds: number, signal?: AbortSignal): AbortSignal {
    const controller = new AbortController();
    const stop = () => {
      clearTimeout(timer);
      controller.abort(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      controller.abort(new DOMException("The operation timed out", "TimeoutError"));
    }, milliseconds);
    timer.unref();
    if (signal?.aborted) stop();
    else signal?.addEventListener("abort", stop, { once: true });
    return controller.signal;
  }
}
