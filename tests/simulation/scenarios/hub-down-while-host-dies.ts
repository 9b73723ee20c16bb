import { all, cpu, dead, during, only } from "../behaviours.ts";
import type { Scenario } from "../scenario.ts";

/** While the hub does not run, one host dies, one is back, and one is busy from before until after. */
export const hubDownWhileHostDies: Scenario = {
  name: "a host dies while the hub is down",
  machines: ["dies-unseen", "back-unseen", "busy-throughout"],
  lasts: 45,
  hubIsDown: [12, 22],
  behaviour: all(
    only("dies-unseen", during(14, 32, dead)),
    only("back-unseen", during(2, 15, dead)),
    only("busy-throughout", during(2, 30, cpu(97))),
  ),
  alerts: [
    "cpu busy-throughout high resolved",
    "offline back-unseen critical resolved",
    "offline dies-unseen critical resolved",
  ],
  messages: [
    "opened cpu busy-throughout",
    "opened offline back-unseen",
    "resolved offline back-unseen",
    "opened offline dies-unseen",
    "resolved cpu busy-throughout",
    "resolved offline dies-unseen",
  ],
};
