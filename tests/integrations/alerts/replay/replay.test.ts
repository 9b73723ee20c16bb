import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { EntityValue } from "../../../../core/sdk/index.ts";
import type { Reading } from "../../../../integrations/alerts/evaluation/watch.ts";
import { readingsOfChanges, silenceOf } from "../../../../integrations/alerts/replay/readings.ts";
import { Replay } from "../../../../integrations/alerts/replay/replay.ts";
import { customRule } from "../../../../integrations/alerts/rules/custom/custom-rule.ts";
import type { CustomRuleBlock } from "../../../../integrations/alerts/rules/custom/rule-schema.ts";
import { BareEngine, judgedEntity as entity } from "../engine/bare-engine.ts";

const minute = 60_000;
const start = Date.parse("2026-01-15T12:00:00Z");

/** When alerts opened, and in the end ended, as the engine judged readings when they came. */
async function live(block: CustomRuleBlock, readings: readonly Reading[]): Promise<readonly string[]> {
  const engine = new BareEngine(block, start);
  await engine.start();
  for (const { at, value } of readings) await engine.read(value, at);
  return engine.events
    .filter(({ kind }) => kind === "opened")
    .map(({ alert: { severity, since, openedAt } }) => `${severity} ${since} ${openedAt}`);
}

function replayed(block: CustomRuleBlock, readings: readonly Reading[]): readonly string[] {
  const watched = customRule(block, { hysteresis_points: 5 }).watchedFor({ entity, machine: undefined });
  if (!watched) return [];
  const replay = new Replay(watched);
  for (const reading of readings) replay.take(reading);
  const alerts = replay.finish(readings.at(-1)?.at ?? start);
  return alerts.map(({ severity, since, openedAt }) => `${severity} ${since} ${openedAt}`);
}

const rules: fc.Arbitrary<CustomRuleBlock> = fc
  .record({
    when: fc.constantFrom<CustomRuleBlock["when"]>(
      { above: 60 },
      { below: 30 },
      { rate: { above: 30, per: "10m" } },
      { changes: true },
    ),
    hold: fc.constantFrom("30s", "3m", "10m"),
    clear: fc.constantFrom<NonNullable<CustomRuleBlock["clear"]>>({}, { for: "5m" }),
  })
  .map(({ when, hold, clear }) => ({ name: "a", entity: entity.id, severity: "high", when, for: hold, clear }));

/** Levels that last a while, so that some of them count, and some come and go. */
const readings = fc
  .array(fc.record({ minutes: fc.integer({ min: 1, max: 25 }), value: fc.integer({ min: 0, max: 100 }) }), {
    minLength: 1,
    maxLength: 25,
  })
  .map((spells) => {
    const values = spells.flatMap(({ minutes, value }) => Array.from({ length: minutes }, () => value));
    return values.map((value, index): Reading => ({ value, at: start + (index + 1) * minute }));
  });

describe("a replay", () => {
  it("finds the alerts that the same readings opened when they came", async () => {
    await fc.assert(
      fc.asyncProperty(rules, readings, async (block, series) => {
        expect(replayed(block, series)).toEqual(await live(block, series));
      }),
      { numRuns: 150 },
    );
  });

  it("takes what comes and goes for one alert", () => {
    const block = { name: "a", entity: entity.id, severity: "high", when: { above: 60 } } as const;
    const series = Array.from({ length: 60 }, (_, index) => ({ value: index % 6 < 3 ? 90 : 10, at: index * minute }));

    expect(replayed(block, series)).toHaveLength(1);
  });
});

describe("readings of a log of changes", () => {
  it("repeat what was there while its source was", () => {
    const change = (at: number, value: EntityValue, available = true) => ({ at, value, available });
    const changes = [
      change(-50, "running"),
      change(120, "failed"),
      change(200, "failed", false),
      change(300, "running"),
    ];
    const found = [...readingsOfChanges(changes, { from: 0, to: 400, intervalMilliseconds: 60 })];

    expect(found.map(({ at, value }) => `${at} ${value}`)).toEqual([
      "0 running",
      "60 running",
      "120 failed",
      "180 failed",
      "300 running",
      "360 running",
    ]);
  });
});

describe("silence", () => {
  it("is found between readings and at the end", () => {
    const read = [0, 60, 400, 460].map((seconds) => ({ at: seconds * 1000, value: 1 }));
    const found = [...silenceOf(read, 120, 700_000)];

    expect(found.map(({ at, value }) => [at / 1000, value])).toEqual([
      [0, 0],
      [60, 0],
      [180, 120],
      [399.999, 340],
      [400, 0],
      [460, 0],
      [580, 120],
      [700, 240],
    ]);
  });
});
