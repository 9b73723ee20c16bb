import { all, during, memory, memoryBetween } from "../behaviours.ts";
import type { Scenario } from "../scenario.ts";

/** Memory is high, and then goes over and under its threshold with every heartbeat: that is one alert. */
export const hovering: Scenario = {
  name: "a value hovers on its threshold",
  machines: ["hovering"],
  lasts: 50,
  behaviour: all(during(2, 10, memory(86)), during(10, 40, memoryBetween(84, 86))),
  alerts: ["memory hovering high resolved"],
  messages: ["opened memory hovering", "resolved memory hovering"],
};
