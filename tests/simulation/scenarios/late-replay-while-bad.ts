import { all, cutOff, during, memory } from "../behaviours.ts";
import type { Scenario } from "../scenario.ts";

/** Memory is high before, while and after a machine is cut off: its alert waits for it, and neither ends nor opens again. */
export const lateReplayWhileBad: Scenario = {
  name: "cut off while memory is high",
  machines: ["cut-off-and-full"],
  lasts: 80,
  behaviour: all(during(2, 70, memory(90)), during(12, 52, cutOff)),
  alerts: ["memory cut-off-and-full high resolved", "offline cut-off-and-full critical resolved"],
  messages: [
    "opened memory cut-off-and-full",
    "opened offline cut-off-and-full",
    "reminder offline cut-off-and-full",
    "resolved offline cut-off-and-full",
    "resolved memory cut-off-and-full",
  ],
};
