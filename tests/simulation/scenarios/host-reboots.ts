import { all, dead, during, rebooted } from "../behaviours.ts";
import type { Scenario } from "../scenario.ts";

/** Two hosts start anew within 40 seconds; some miss a heartbeat by that, and nobody is told. */
export const hostReboots: Scenario = {
  name: "host reboots in 40 s",
  machines: ["rebooting-1", "rebooting-2"],
  lasts: 12,
  behaviour: all(during(2, 2 + 40 / 60, dead), rebooted(2 + 40 / 60)),
  alerts: [],
  messages: [],
};
