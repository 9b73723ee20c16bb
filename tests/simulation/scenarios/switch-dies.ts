import { cutOff, during } from "../behaviours.ts";
import type { Scenario } from "../scenario.ts";

/** Five hosts of one switch are gone at once, and back at once: five alerts, and one message for each of the two. */
export const switchDies: Scenario = {
  name: "five hosts of one switch die together",
  machines: ["rack-1", "rack-2", "rack-3", "rack-4", "rack-5"],
  lasts: 25,
  behaviour: during(2, 14, cutOff),
  alerts: [1, 2, 3, 4, 5].map((number) => `offline rack-${number} critical resolved`),
  messages: [
    "opened offline rack-1 + offline rack-2 + offline rack-3 + offline rack-4 + offline rack-5",
    "resolved offline rack-1 + offline rack-2 + offline rack-3 + offline rack-4 + offline rack-5",
  ],
};
