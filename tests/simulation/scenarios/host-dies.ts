import { dead, during } from "../behaviours.ts";
import type { Scenario } from "../scenario.ts";

/** A host crashes and is back after a quarter of an hour. */
export const hostDies: Scenario = {
  name: "host dies",
  machines: ["crashing"],
  lasts: 25,
  behaviour: during(2, 17, dead),
  alerts: ["offline crashing critical resolved"],
  messages: ["opened offline crashing", "resolved offline crashing"],
};
