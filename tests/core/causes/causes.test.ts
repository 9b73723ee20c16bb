import { describe, expect, it } from "vitest";
import { causedAnew, causedBy, currentCause } from "../../../core/causes/causes.ts";

describe("a chain of causes", () => {
  it("is one for everything that it leads to, at once and later", async () => {
    const seen = await causedBy("heartbeat nas", async () => {
      const before = currentCause();
      await new Promise((resolve) => setImmediate(resolve));
      const inside = causedBy("rule disk-full", () => currentCause());
      return [before, currentCause(), inside];
    });

    const [first] = seen;
    expect([first?.origin, seen]).toEqual(["heartbeat nas", [first, first, first]]);
  });

  it("is another for each beginning, and none outside", async () => {
    const ids = await Promise.all(["a", "b"].map((origin) => causedBy(origin, async () => currentCause()?.id)));

    expect([new Set(ids).size, currentCause()]).toEqual([2, undefined]);
  });

  it("begins anew for what a clock starts, whoever set it", () => {
    const [set, ran] = causedBy("request", () => [
      currentCause(),
      causedAnew("schedule of docker", () => currentCause()),
    ]);

    expect([set?.origin, ran?.origin, set?.id === ran?.id]).toEqual(["request", "schedule of docker", false]);
  });
});
