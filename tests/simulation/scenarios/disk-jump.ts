import { all, disk, during, from } from "../behaviours.ts";
import type { Scenario } from "../scenario.ts";

/** A disk is nearly full from one heartbeat to the next; its namesake beside it is not. */
export const diskJump: Scenario = {
  name: "disk jump",
  machines: ["nas"],
  lasts: 15,
  behaviour: all(from(0, disk("/mnt/ab", 50)), from(0, disk("/mnt/a", 50)), during(3, 8, disk("/mnt/a", 93))),
  alerts: ["disk nas /mnt/a critical resolved"],
  messages: ["opened disk nas /mnt/a", "resolved disk nas /mnt/a"],
};
