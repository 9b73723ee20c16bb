import { describe, expect, it } from "vitest";
import { Counters } from "../../../integrations/agent/counters.ts";

describe("Counters", () => {
  it("tells by how much a counter grew a second", () => {
    const counters = new Counters();
    counters.perSecond("a", 100, 0);
    expect([counters.perSecond("a", 250, 60_000), counters.perSecond("b", 250, 60_000)]).toEqual([2.5, null]);
  });

  it("forgets names that are gone, and none that is still spoken of", () => {
    const counters = new Counters();
    counters.perSecond("gone", 1, 0);
    for (let name = 0; name < 4095; name++) counters.perSecond(`n${name}`, 0, 1000);
    const rates = ["new", "gone", "n5"].map((name) => counters.perSecond(name, 3, 2000));
    expect(rates).toEqual([null, null, 3]);
  });
});
