import { PlatformError } from "../../errors.ts";
import { readChanges, type SeriesChanges } from "../../recorder/changes.ts";
import { isRecordedAsNumbers } from "../../recorder/history.ts";
import type { Entity } from "../../sdk/index.ts";
import { selectEntities } from "../../states/selection.ts";
import type { House } from "../house.ts";
import type { Routes } from "../routes.ts";
import { entityPatterns } from "../wire/entity-patterns.ts";
import { changesSchema, historySchema } from "../wire/history.ts";
import { readSeries, refuseTooMany, type SeriesQuery, seriesParameters } from "../wire/series.ts";
import { readTimeRange, type TimeRangeQuery, timeRangeParameters } from "../wire/time-range.ts";

/** Most changes in one answer, all entities together. */
const mostChanges = 100_000;

interface HistoryQuery extends TimeRangeQuery, SeriesQuery {
  readonly entity_id: readonly string[];
}

interface ChangesQuery extends TimeRangeQuery {
  readonly entity_id: readonly string[];
  readonly limit: number;
}

/** What entities were: numbers in buckets or as they came, and the log of changes of everything else. */
export function addHistoryRoutes(routes: Routes, house: House, owner: string): void {
  const { entities, history, database, clock } = house;
  const common = { method: "GET", tag: "Entities", scope: "viewer" } as const;
  const select = (chosen: readonly string[]) => selectEntities(entities, chosen, "entity_id");

  routes.add(
    {
      ...common,
      path: "/history",
      operationId: "get_history",
      summary: "Show recorded values, downsampled or as they came",
      description:
        "Several entities at once, all on one grid of time: `*.cpu_percent` is one metric of every machine. It is read from the cheapest source that is exact enough: readings, or rows of five minutes or an hour. A counter is shown as its rate.",
      request: {
        query: {
          type: "object",
          required: ["entity_id"],
          properties: { entity_id: entityPatterns, ...timeRangeParameters("1h"), ...seriesParameters },
        },
      },
      responses: { 200: { description: "The series of the chosen entities.", body: historySchema } },
    },
    async ({ query }) => {
      const chosen = query as HistoryQuery;
      const range = readTimeRange(chosen, clock.now());
      const recorded = select(chosen.entity_id).filter(isRecordedAsNumbers);
      refuseTooMany(recorded, "entity_id");
      return readSeries(history, { ...chosen, entities: recorded, range });
    },
    owner,
  );

  routes.add(
    {
      ...common,
      path: "/history/changes",
      operationId: "list_changes",
      summary: "List what entities that are no numbers became, and when",
      description: "For timelines: whether a link was up, when a machine booted. Numbers are in `/history`.",
      request: {
        query: {
          type: "object",
          required: ["entity_id"],
          properties: {
            entity_id: entityPatterns,
            ...timeRangeParameters("24h"),
            limit: {
              type: "integer",
              minimum: 1,
              maximum: 10_000,
              default: 100,
              description: "Most changes of an entity.",
            },
          },
        },
      },
      responses: { 200: { description: "The changes of the chosen entities.", body: changesSchema } },
    },
    async ({ query }) => {
      const { entity_id: chosen, limit, ...time } = query as ChangesQuery;
      const { from, to } = readTimeRange(time, clock.now());
      const logged = select(chosen).filter(({ record }) => record === "changes");
      refuseTooMany(logged, "entity_id");
      if (logged.length * limit > mostChanges) {
        const message = `${logged.length} entities match; ask for at most ${Math.floor(mostChanges / logged.length)} changes of each`;
        throw new PlatformError("VALIDATION_ERROR", message, { field: "limit" });
      }
      const found = await readChanges(database, { seriesIds: logged.map(({ seriesId }) => seriesId), from, to, limit });
      const shown = logged.map((entity) => changesToWire(entity, found.get(entity.seriesId)));
      return { from: new Date(from).toISOString(), to: new Date(to).toISOString(), entities: shown };
    },
    owner,
  );
}

function changesToWire({ id }: Entity, { changes, isComplete }: SeriesChanges = { changes: [], isComplete: true }) {
  const shown = changes.map(({ at, value, available }) => ({ at: new Date(at).toISOString(), value, available }));
  return { entity_id: id, is_complete: isComplete, changes: shown };
}
