import { describe, expect, test } from "vitest";
import { SystemClock } from "../../../agent/runtime/clock.ts";

describe("SystemClock", () => {
  const clock = new SystemClock();

  test("ends a deadline with the signal that it was given", () => {
    const controller = new AbortController();
    const deadline = clock.deadline(60_000, controller.signal);
    controller.abort("stopped");
    expect([deadline.aborted, deadline.reason]).toEqual([true, "stopped"]);
  });

  test("makes a deadline of a past signal one that has passed", () => {
    expect(clock.deadline(60_000, AbortSignal.abort()).aborted).toBe(true);
  });

  test("ends a deadline by itself with a TimeoutError", async () => {
    const deadline = clock.deadline(0);
    await new Promise((resolve) => {
      deadline.addEventListener("abort", resolve);
      clock.after(50, () => resolve(null));
    });
    expect(deadline.reason).toMatchObject({ name: "TimeoutError" });
  });

  test("ends a sleep with the signal's reason", async () => {
    const controller = new AbortController();
    const sleep = clock.sleep(60_000, controller.signal);
    controller.abort(new Error("stopped"));
    await expect(sleep).rejects.toThrow("stopped");
  });
});
