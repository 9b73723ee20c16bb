import { cpu, during } from "../behaviours.ts";
import type { Scenario } from "../scenario.ts";

/** One busy minute is none of anybody's business. */
export const cpuSpike: Scenario = {
  name: "cpu spike of 1 min",
  machines: ["spiking"],
  lasts: 10,
  behaviour: during(2, 3, cpu(99)),
  alerts: [],
  messages: [],
};
