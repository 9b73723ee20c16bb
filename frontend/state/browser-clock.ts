import type { Clock, Undo } from "../../core/sdk/index.ts";

/** This device's clock. */
export const browserClock: Pick<Clock, "now" | "after"> = {
  now: () => Date.now(),
  after(milliseconds: number, task: () => void): Undo {
    const timer = setTimeout(task, milliseconds);
    return () => clearTimeout(timer);
  },
};
