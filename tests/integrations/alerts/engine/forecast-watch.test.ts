import { expect, it } from "vitest";
import type { Entity, EntityState, HistoryBucket } from "../../../../core/sdk/index.ts";
import { Bindings } from "../../../../integrations/alerts/engine/bindings.ts";
import { ForecastWatch } from "../../../../integrations/alerts/engine/forecast-watch.ts";
import type { Judge } from "../../../../integrations/alerts/engine/judge.ts";
import { customRule } from "../../../../integrations/alerts/rules/custom/custom-rule.ts";
import { FakeClock } from "../../../support/fake-clock.ts";

const hour = 3_600_000;

/** File systems of which the last one is not reported now. */
const entities = ["root", "data", "gone"].map(
  (instance) => ({ id: `nas.filesystem_percent.${instance}`, device: "nas", key: "filesystem_percent" }) as Entity,
);

it("what fills up is judged by its history, once an hour, and what is not reported now is not", async () => {
  const clock = new FakeClock();
  const states = {
    get: (id: string) => ({ id, value: 60, available: !id.endsWith("gone") }) as EntityState,
    entity: (id: string) => entities.find((entity) => entity.id === id),
    entitiesOf: () => entities,
  };
  const machines = { get: () => undefined, list: () => [], expectedServices: () => [] };
  const when = { forecast: { full_within: "7d" } };
  const rule = customRule(
    { name: "full", entity: "*.filesystem_percent", when, severity: "medium" },
    { hysteresis_points: 5 },
  );
  const judged: unknown[] = [];
  const judge = {
    judgeReading: (...[, { id }, { value }]: Parameters<Judge["judgeReading"]>) => judged.push([id, value]),
  };
  const read = async ({ entityIds, from, to }: { entityIds: readonly string[]; from: number; to: number }) =>
    entityIds.map((entityId) => {
      const slope = entityId.endsWith("root") ? 0.25 : 0;
      const points = Array.from({ length: (to - from) / hour }, (_, index): HistoryBucket => {
        const value = 10 + slope * index;
        return [from + index * hour, value, value, value];
      });
      return { entityId, points };
    });
  const watch = new ForecastWatch({
    clock,
    states,
    history: { read } as never,
    bindings: new Bindings([rule], { states, machines }, () => false),
    judge: judge as unknown as Judge,
    devices: () => ["nas"],
  });

  await watch.review();

  expect(judged).toEqual([
    ["nas.filesystem_percent.root", expect.closeTo((100 - 51.75) / 6, 6)],
    ["nas.filesystem_percent.data", 3650],
  ]);
});
