import { PlatformError } from "../../errors.ts";
import { type History, readHistory } from "../../recorder/history.ts";
import type { Entity } from "../../sdk/index.ts";
import { parseSelection } from "../../states/selection.ts";
import type { House } from "../house.ts";
import type { Routes } from "../routes.ts";
import { historySchema } from "../wire/history.ts";
import { stateSchema, stateToWire } from "../wire/state.ts";

/** Ranges that have a name, in milliseconds. */
const ranges = { "1h": 3_600_000, "6h": 21_600_000, "24h": 86_400_000 } as const;
/** Most series in one answer. */
const mostSeries = 1000;

const patterns = {
  type: "array",
  maxItems: 1000,
  items: { type: "string", minLength: 1, maxLength: 600, description: "One id or pattern." },
  description: "Entity ids or patterns: nas.* for one device, *.cpu_percent for one key. May be repeated.",
} as const;

interface HistoryQuery {
  readonly entity_id: readonly string[];
  readonly range: keyof typeof ranges;
  readonly from?: string;
  readonly to?: string;
  readonly points: number;
}

/** Current values, and what they were. */
export function addStateRoutes(routes: Routes, house: House, owner: string): void {
  const { entities, states, database, clock } = house;
  const common = { method: "GET", tag: "Entities", scope: "viewer" } as const;

  routes.add(
    {
      ...common,
      path: "/states",
      operationId: "list_states",
      summary: "List current values",
      conditional: true,
      request: { query: { type: "object", properties: { entity_id: patterns } } },
      responses: {
        200: {
          description: "The chosen states, or all.",
          body: {
            title: "StateList",
            type: "object",
            description: "States with their entities.",
            required: ["states", "total"],
            properties: {
              states: { type: "array", items: stateSchema, description: "In no order." },
              total: { type: "integer", description: "How many there are." },
            },
          },
        },
      },
    },
    ({ query }) => {
      const { entity_id: chosen } = query as { entity_id?: string[] };
      const list = select(chosen).flatMap((entity) => {
        const state = states.get(entity.id);
        return state ? [stateToWire(entity, state)] : [];
      });
      return { states: list, total: list.length };
    },
    owner,
  );

  routes.add(
    {
      ...common,
      path: "/history",
      operationId: "get_history",
      summary: "Show recorded values, downsampled",
      request: {
        query: {
          type: "object",
          required: ["entity_id"],
          properties: {
            entity_id: patterns,
            range: { enum: Object.keys(ranges), default: "1h", description: "The time up to now." },
            from: { type: "string", format: "date-time", description: "Instead of range; with to." },
            to: { type: "string", format: "date-time", description: "Default: now." },
            points: { type: "integer", minimum: 1, maximum: 2000, default: 300, description: "Points per series." },
          },
        },
      },
      responses: { 200: { description: "One list of points per entity, all on one grid.", body: historySchema } },
    },
    async ({ query }) => {
      const { entity_id: chosen, range, from, to, points } = query as HistoryQuery;
      const recorded = select(chosen).filter(({ record }) => record === "samples");
      if (recorded.length > mostSeries) {
        const message = `${recorded.length} entities match; ask for at most ${mostSeries}`;
        throw new PlatformError("VALIDATION_ERROR", message, { field: "entity_id" });
      }
      const until = to === undefined ? clock.now() : Date.parse(to);
      const since = from === undefined ? until - ranges[range] : Date.parse(from);
      // Not a number: a time that the format allows and no calendar has, such as a leap second.
      if (!(since < until)) throw new PlatformError("VALIDATION_ERROR", "from must be before to", { field: "from" });
      const seriesIds = recorded.map(({ seriesId }) => seriesId);
      return toWire(recorded, await readHistory(database, { seriesIds, from: since, to: until, points }), until);
    },
    owner,
  );

  function select(chosen: readonly string[] | undefined): Entity[] {
    const selection = chosen ? parseSelection(chosen, "entity_id") : () => true;
    return [...entities.list()].filter(selection);
  }
}

function toWire(recorded: readonly Entity[], history: History, until: number) {
  return {
    from: new Date(history.from).toISOString(),
    to: new Date(until).toISOString(),
    bucket_seconds: history.bucketMilliseconds / 1000,
    series: recorded.map(({ id, unit, seriesId }) => ({
      entity_id: id,
      unit: unit ?? null,
      points: history.series.get(seriesId) ?? [],
    })),
  };
}
