import { all, clockAhead, cpu, during, from, only } from "../behaviours.ts";
import type { Scenario } from "../scenario.ts";

/** A machine's clock is wrong by an hour, either way: its alerts come and go as if it were right. */
export const clockWrong: Scenario = {
  name: "clock wrong by an hour",
  machines: ["early", "belated"],
  lasts: 30,
  behaviour: all(
    only("early", during(1, 25, clockAhead(60))),
    only("belated", from(1, clockAhead(-60))),
    during(6, 16, cpu(95)),
  ),
  alerts: ["cpu belated high resolved", "cpu early high resolved"],
  messages: ["opened cpu early", "opened cpu belated", "resolved cpu early", "resolved cpu belated"],
};
