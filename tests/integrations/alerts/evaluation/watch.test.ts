import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Change,
  newWatch,
  step,
  type Watch,
  type Watched,
} from "../../../../integrations/alerts/evaluation/watch.ts";

const minute = 60_000;

/** High from 85 and critical from 95, each for three minutes; good below 80. */
const memory: Watched = {
  levels: [
    {
      severity: "high",
      condition: { kind: "above", threshold: 85, hysteresis: 5 },
      holdMilliseconds: 3 * minute,
      holdReadings: 2,
    },
    {
      severity: "critical",
      condition: { kind: "above", threshold: 95, hysteresis: 5 },
      holdMilliseconds: 3 * minute,
      holdReadings: 2,
    },
  ],
  clearReadings: 2,
  longestGap: 3 * minute,
};

type Values = readonly (number | null | "gap")[];

/** Readings one minute apart, beginning with minute 1; `gap` is ten minutes without any. Says what changed, and in which minute. */
function replay(values: Values, watched = memory): readonly string[] {
  let watch = newWatch(watched);
  let at = 0;
  return values.flatMap((value) => {
    at += value === "gap" ? 10 * minute : minute;
    if (value === "gap") return [];
    const { watch: next, change } = step(watched, watch, { value, at });
    watch = next;
    return change ? [`${at / minute} ${describeChange(change)}`] : [];
  });
}

function describeChange(change: Change): string {
  return change.kind === "resolved" ? "resolved" : `${change.kind} ${memory.levels[change.level]?.severity}`;
}

describe("an alert", () => {
  const table: readonly (readonly [title: string, values: Values, changes: readonly string[]])[] = [
    ["opens when it was bad for the whole time", [50, 90, 90, 90, 90], ["5 opened high"]],
    ["does not open for a spike", [50, 90, 90, 50, 90, 90], []],
    ["opens at once at the worse level when both times are over", [99, 99, 99, 99], ["4 opened critical"]],
    [
      "escalates in place, each level by its own time",
      [90, 90, 90, 90, 96, 96, 96, 96],
      ["4 opened high", "8 escalated critical"],
    ],
    ["ends after two good readings", [90, 90, 90, 90, 50, 50], ["4 opened high", "6 resolved"]],
    ["does not end for one", [90, 90, 90, 90, 50, 90, 50, 90], ["4 opened high"]],
    ["does not end within the hysteresis", [90, 90, 90, 90, 82, 81, 82], ["4 opened high"]],
    ["opens once for a value that hovers", [86, 86, 86, 86, 84, 86, 84, 86, 84], ["4 opened high"]],
    ["does not open over a gap in which nothing is known", [90, "gap", 90, 90], []],
    ["goes on over a value that is unknown", [90, null, 90, 90], ["4 opened high"]],
    ["stays open over a gap", [90, 90, 90, 90, "gap", 90], ["4 opened high"]],
    [
      "opens again after it has ended",
      [90, 90, 90, 90, 1, 1, 90, 90, 90, 90],
      ["4 opened high", "6 resolved", "10 opened high"],
    ],
  ];

  it.each(table)("%s", (_title, values, changes) => {
    expect(replay(values)).toEqual(changes);
  });

  it("is not judged by readings that come late", () => {
    const { watch } = step(memory, newWatch(memory), { value: 50, at: 10 * minute });

    expect(step(memory, watch, { value: 99, at: 2 * minute })).toEqual({ watch, change: null });
  });
});

const anyValues = fc.array(fc.oneof(fc.integer({ min: 70, max: 100 }), fc.constant(null)), { maxLength: 60 });

/** The changes and the memory after readings one minute apart. */
function run(values: readonly (number | null)[], from: Watch, startAt: number) {
  let watch = from;
  const changes: (Change | null)[] = [];
  for (const [index, value] of values.entries()) {
    const result = step(memory, watch, { value, at: startAt + (index + 1) * minute });
    watch = result.watch;
    changes.push(result.change);
  }
  return { watch, changes };
}

describe("whatever the readings are", () => {
  it("openings and ends alternate, and escalation comes only while open", () => {
    fc.assert(
      fc.property(anyValues, (values) => {
        let isOpen = false;
        for (const change of run(values, newWatch(memory), 0).changes) {
          if (!change) continue;
          if ((change.kind === "opened") === isOpen) throw new Error(`${change.kind} while ${isOpen}`);
          isOpen = change.kind !== "resolved";
        }
      }),
    );
  });

  it("a restart at any moment changes nothing", () => {
    fc.assert(
      fc.property(anyValues, fc.nat(60), (values, cut) => {
        const whole = run(values, newWatch(memory), 0);
        const first = run(values.slice(0, cut), newWatch(memory), 0);
        const stored: Watch = JSON.parse(JSON.stringify(first.watch));
        const rest = run(values.slice(cut), stored, Math.min(cut, values.length) * minute);
        expect({ watch: rest.watch, changes: [...first.changes, ...rest.changes] }).toEqual(whole);
      }),
    );
  });

  it("nothing opens while every reading is below the threshold", () => {
    const good = fc.array(fc.integer({ min: 0, max: 84 }), { maxLength: 60 });
    fc.assert(
      fc.property(good, (values) => run(values, newWatch(memory), 0).changes.every((change) => change === null)),
    );
  });
});
