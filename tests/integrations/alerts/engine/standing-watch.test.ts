import { describe, expect, it } from "vitest";
import { standing } from "../../../../integrations/alerts/replay/readings.ts";
import { BareEngine } from "./bare-engine.ts";

const minute = 60_000;
const start = Date.parse("2026-01-15T12:00:00Z");
const rule = { name: "hot", entity: "nas.cpu_percent", severity: "high", when: { above: 60 }, for: "10m" } as const;

/** What became of alerts when values are said once and then stand: the minute and what happened. */
async function told(values: readonly (readonly [minutes: number, value: number])[], end: number): Promise<string[]> {
  const engine = new BareEngine(rule, start);
  await engine.start();
  for (const [at, value] of values) await engine.read(value, start + at * minute);
  engine.passUntil(start + end * minute);
  return engine.events
    .filter(({ kind }) => kind === "opened" || kind === "resolved")
    .map(({ kind, at }) => `${Math.round((at - start) / minute)} ${kind}`);
}

describe("a value of a device without heartbeats", () => {
  it("that is said once and stays bad opens an alert when it has lasted", async () => {
    expect(await told([[1, 90]], 20)).toEqual(["11 opened"]);
  });

  it("that is bad for a short while opens none", async () => {
    expect(
      await told(
        [
          [1, 90],
          [6, 10],
        ],
        30,
      ),
    ).toEqual([]);
  });

  it("that is said once to be good again ends the alert", async () => {
    expect(
      await told(
        [
          [1, 90],
          [20, 10],
        ],
        30,
      ),
    ).toEqual(["11 opened", "21 resolved"]);
  });
});

it("a replay reads a number anew while it stands, for an hour at most", () => {
  const readings = [
    { at: 0, value: 1 },
    { at: 150_000, value: 2 },
  ];
  const found = [...standing(readings, 100 * minute)];

  expect([found.slice(0, 5).map(({ at, value }) => [at / 1000, value]), found.length]).toEqual([
    [
      [0, 1],
      [60, 1],
      [120, 1],
      [150, 2],
      [210, 2],
    ],
    63,
  ]);
});
