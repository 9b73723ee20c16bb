import type { ExpectedUnit } from "../alert.ts";
import type { Level, Watched } from "../evaluation/watch.ts";
import { longestGap } from "./gaps.ts";
import type { Rule, Subject } from "./rule.ts";
import { nameOf } from "./wording.ts";

/** Finds what the user expects of a unit; exactly the unit of that name. */
export type FindExpectedUnit = (machineId: string, unit: string) => ExpectedUnit | undefined;

/** Units that the user expects to run, and that do not. */
export function unitRule(find: FindExpectedUnit): Rule {
  return {
    name: "service_down",
    type: "service_down",
    keys: ["unit_status"],
    levels: [levelOf(false), levelOf(true)],
    watchedFor: (subject) => watchedFor(find, subject),
    describe: ({ subject, state }) => {
      const unit = subject.entity.instance ?? "";
      const reason = state.attributes["reason"];
      const why = typeof reason === "string" && reason !== "" ? `: ${reason}` : "";
      return {
        title: `${unit} on ${nameOf({ subject })} is ${state.value === "failed" ? "failed" : "not running"}`,
        message: `systemd says ${String(state.value)}${why}.`,
        suggestion: `Look at its log (journalctl -u ${unit}), then restart it.`,
      };
    },
  };
}

function watchedFor(find: FindExpectedUnit, { entity, machine }: Subject): Watched | null {
  const expected = machine && find(machine.id, entity.instance ?? "");
  if (!expected?.isEnabled) return null;
  return { levels: [levelOf(expected.isCritical)], clearReadings: 2, longestGap: longestGap(machine) };
}

function levelOf(isCritical: boolean): Level {
  const condition = { kind: "equals", values: ["stopped", "failed"], silent: ["unknown"] } as const;
  return { severity: isCritical ? "high" : "medium", condition, holdMilliseconds: 0, holdReadings: 2 };
}
