import { all, during, memory } from "../behaviours.ts";
import { acknowledges } from "../people.ts";
import type { Scenario } from "../scenario.ts";

/** An alert that somebody takes care of is quiet for longer than its cooldown, until it becomes worse. */
export const acknowledgedWorsens: Scenario = {
  name: "acknowledged alert worsens",
  machines: ["cared-for"],
  lasts: 275,
  people: [{ at: 9, does: acknowledges("memory", "cared-for") }],
  behaviour: all(during(2, 260, memory(90)), during(260, 268, memory(97))),
  alerts: ["memory cared-for critical resolved"],
  messages: ["opened memory cared-for", "escalated memory cared-for", "resolved memory cared-for"],
};
