import { all, during, memory } from "../behaviours.ts";
import type { Scenario } from "../scenario.ts";

/** Memory is high, then critical, then good again: one alert that becomes worse in place. */
export const memoryRamp: Scenario = {
  name: "memory high, critical, back",
  machines: ["leaking"],
  lasts: 28,
  behaviour: all(during(2, 10, memory(89)), during(10, 20, memory(97))),
  alerts: ["memory leaking critical resolved"],
  messages: ["opened memory leaking", "escalated memory leaking", "resolved memory leaking"],
};
