import { all, dead, from, memory } from "../behaviours.ts";
import { removes } from "../people.ts";
import type { Scenario } from "../scenario.ts";

/** A machine is taken away for good while it has alerts: they end without a word. */
export const machineRemoved: Scenario = {
  name: "machine removed with open alerts",
  machines: ["sold"],
  lasts: 20,
  people: [{ at: 12, does: removes("sold") }],
  behaviour: all(from(2, memory(90)), from(12, dead)),
  alerts: ["memory sold high resolved"],
  messages: ["opened memory sold"],
};
