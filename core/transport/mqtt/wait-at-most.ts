import type { Clock } from "../../sdk/index.ts";

/** Resolves when `work` has ended, or after so many milliseconds. */
export function waitAtMost(clock: Clock, milliseconds: number, work: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const undo = clock.after(milliseconds, resolve);
    work.finally(() => {
      undo();
      resolve();
    });
  });
}
