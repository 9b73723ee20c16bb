import { all, cpu, cutOff, disk, during, memory } from "../behaviours.ts";
import type { Scenario } from "../scenario.ts";

/** What a machine kept while it was cut off tells of bad hours that are over: that is history, and no alert. */
export const lateReplay: Scenario = {
  name: "late replay of old bad values",
  machines: ["remote"],
  lasts: 45,
  behaviour: all(
    during(2, 32, cutOff),
    during(4, 30, cpu(99)),
    during(4, 30, memory(98)),
    during(4, 30, disk("/", 95)),
  ),
  alerts: ["offline remote critical resolved"],
  messages: ["opened offline remote", "resolved offline remote"],
};
