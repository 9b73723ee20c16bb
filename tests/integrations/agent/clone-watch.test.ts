import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Boot,
  type Hearing,
  judge,
  type Verdict,
  type Watch,
  watchOf,
} from "../../../integrations/agent/clone-watch.ts";

const macA = ["52:54:00:00:00:0a"];
const macB = ["52:54:00:00:00:0b"];
const macC = ["52:54:00:00:00:0c"];
const boot = (id: string, macs: readonly string[]): Boot => ({ id, macs });

const often: Hearing = { silence: 30_000, patience: 130_000, isLate: false };
const afterSilence: Hearing = { ...often, silence: 131_000 };

/** What is thought of each boot, in the order in which they are heard. The first one is the machine's. */
function verdicts(...heard: (Boot | readonly [Boot, Hearing])[]): Verdict[] {
  const [first] = heard.flat() as [Boot];
  let watch: Watch = watchOf(first);
  return heard.map((one) => {
    const [sighted, hearing] = "id" in one ? [one, often] : one;
    const judgement = judge(watch, sighted, hearing);
    watch = judgement.watch;
    return judgement.verdict;
  });
}

describe("judging a clone from a reboot", () => {
  it.each<[string, (Boot | readonly [Boot, Hearing])[], Verdict[]]>([
    [
      "takes a new boot with known hardware addresses for a reboot at once",
      [boot("1", macA), boot("2", macA), boot("2", macA), boot("2", macA)],
      ["owner", "owner", "owner", "owner"],
    ],
    [
      "knows the host with other addresses for a clone as soon as the machine is heard again",
      [boot("1", macA), boot("2", macB), boot("1", macA), boot("2", macB), boot("1", macA)],
      ["owner", "suspect", "owner", "clone", "owner"],
    ],
    [
      "waits for the machine no longer than its patience: then it got another network card",
      [boot("1", macA), boot("2", macB), [boot("2", macB), afterSilence], boot("2", macB)],
      ["owner", "suspect", "owner", "owner"],
    ],
    [
      "knows the machine after its own reboot, while its clone goes on",
      [boot("1", macA), boot("2", macB), boot("1", macA), boot("3", macA), boot("2", macB), boot("3", macA)],
      ["owner", "suspect", "owner", "owner", "clone", "owner"],
    ],
    [
      "knows the clone after the clone's own reboot",
      [boot("1", macA), boot("2", macB), boot("1", macA), boot("4", macB), [boot("5", macB), afterSilence]],
      ["owner", "suspect", "owner", "clone", "clone"],
    ],
    [
      "knows two clones at once",
      [boot("1", macA), boot("2", macB), boot("3", macC), boot("1", macA), boot("2", macB), boot("3", macC)],
      ["owner", "suspect", "suspect", "owner", "clone", "clone"],
    ],
    [
      "lets the user decide when both have the same addresses; the one known for longer stays",
      [boot("1", macA), boot("2", macA), boot("1", macA), boot("2", macA), boot("1", macA)],
      ["owner", "owner", "owner", "rival", "owner"],
    ],
    [
      "lets the user decide when neither tells its addresses",
      [boot("1", []), boot("2", []), boot("1", []), boot("2", [])],
      ["owner", "owner", "owner", "rival"],
    ],
    [
      "lets the user decide when the clone came while the machine was off",
      [boot("1", macA), [boot("2", macB), afterSilence], boot("3", macA), boot("2", macB), boot("3", macA)],
      ["owner", "owner", "owner", "rival", "owner"],
    ],
    [
      "takes what was kept from before a reboot for the machine's",
      [boot("1", macA), boot("2", macA), [boot("1", macA), { ...often, isLate: true }], boot("2", macA)],
      ["owner", "owner", "owner", "owner"],
    ],
  ])("%s", (_, heard, expected) => {
    expect(verdicts(...heard)).toEqual(expected);
  });

  it("remembers nothing new of a machine that goes on as before", () => {
    const watch = watchOf(boot("1", macA));

    expect(judge(watch, boot("1", [...macA]), often).watch).toBe(watch);
  });

  it("never gives a clone's heartbeat to the machine, in whatever order the two are heard", () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 30 }), (isClone) => {
        const [machine, clone] = [boot("1", macA), boot("2", macB)];
        const heard = isClone.map((one) => (one ? clone : machine));

        const outcome = verdicts(machine, ...heard).slice(1);

        expect(outcome.map((verdict) => verdict === "owner")).toEqual(isClone.map((one) => !one));
      }),
    );
  });

  it("remembers a bounded number of boots", () => {
    let watch = watchOf(boot("0", macA));
    for (let number = 1; number <= 200; number++) {
      watch = judge(watch, boot(`a${number}`, macA), often).watch;
      watch = judge(watch, boot(`b${number}`, [`${number}`]), often).watch;
      watch = judge(watch, boot(`a${number}`, macA), often).watch;
    }

    expect([watch.former.length, watch.clones.length, watch.suspects.length]).toEqual([16, 16, 0]);
  });
});
