import { cutOff, during } from "../behaviours.ts";
import type { Scenario } from "../scenario.ts";

/** The hub's own network is gone: one alert speaks for all machines, whose own alerts are quiet. */
export const networkGone: Scenario = {
  name: "the hub's own network is gone",
  machines: [],
  lasts: 30,
  everyone: during(2, 14, cutOff),
  alerts: ["network the hub critical resolved", "every machine: offline critical resolved"],
  messages: ["opened network the hub", "resolved network the hub"],
};
