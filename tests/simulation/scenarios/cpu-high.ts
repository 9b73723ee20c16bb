import { cpu, during } from "../behaviours.ts";
import type { Scenario } from "../scenario.ts";

/** Ten busy minutes are told once at their beginning and once at their end. */
export const cpuHigh: Scenario = {
  name: "cpu high for 10 min",
  machines: ["busy"],
  lasts: 18,
  behaviour: during(2, 12, cpu(96)),
  alerts: ["cpu busy high resolved"],
  messages: ["opened cpu busy", "resolved cpu busy"],
};
