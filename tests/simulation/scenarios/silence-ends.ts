import { during, memory } from "../behaviours.ts";
import { silences } from "../people.ts";
import type { Scenario } from "../scenario.ts";

/** What becomes bad under a silence opens nothing; what still is when it ends, opens then. */
export const silenceEnds: Scenario = {
  name: "silence ends while bad",
  machines: ["silenced"],
  lasts: 50,
  people: [{ at: 1, does: silences("silenced", 20) }],
  behaviour: during(3, 40, memory(97)),
  alerts: ["memory silenced critical resolved"],
  messages: ["opened memory silenced", "resolved memory silenced"],
};
