import type { Scenario } from "../scenario.ts";

/** The hub does not run for ten minutes; the agents keep what they measure. Nobody is told anything. */
export const hubDown: Scenario = {
  name: "the hub is down for 10 min",
  machines: [],
  lasts: 25,
  hubIsDown: [2, 12],
  alerts: [],
  messages: [],
};
