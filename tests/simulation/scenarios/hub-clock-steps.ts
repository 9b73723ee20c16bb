import { cpu, during } from "../behaviours.ts";
import { hubClockSteps } from "../people.ts";
import type { Scenario } from "../scenario.ts";

/** The hub's own clock is set forward by an hour while a processor begins to be busy: its time begins anew, and nothing else happens. */
export const hubClockIsSet: Scenario = {
  name: "the hub's clock is set by an hour",
  machines: ["under-a-wrong-clock"],
  lasts: 30,
  people: [{ at: 7, does: hubClockSteps(60) }],
  behaviour: during(5, 20, cpu(95)),
  alerts: ["cpu under-a-wrong-clock high resolved"],
  messages: ["opened cpu under-a-wrong-clock", "resolved cpu under-a-wrong-clock"],
};
