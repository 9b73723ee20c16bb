import { dead, during } from "../behaviours.ts";
import { declaresWorkstation } from "../people.ts";
import type { Scenario } from "../scenario.ts";

/** A workstation comes and goes as it likes. */
export const workstationSleeps: Scenario = {
  name: "workstation sleeps",
  machines: ["desk"],
  lasts: 30,
  people: [{ at: 1, does: declaresWorkstation("desk") }],
  behaviour: during(2, 22, dead),
  alerts: [],
  messages: [],
};
