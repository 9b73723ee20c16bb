import { PlatformError } from "../../errors.ts";
import type { Entity } from "../../sdk/index.ts";
import type { House } from "../house.ts";
import type { Routes } from "../routes.ts";
import { metricsSchema, sparklineSchema } from "../wire/history.ts";
import { machineMetrics, machineParameters, metricName, metricSelection } from "../wire/machine-metrics.ts";
import { readSeries, refuseTooMany, type SeriesQuery, seriesParameters } from "../wire/series.ts";
import { nameOfRange, readTimeRange, type TimeRangeQuery, timeRangeParameters } from "../wire/time-range.ts";

interface MetricsQuery extends TimeRangeQuery, SeriesQuery {
  readonly metric?: readonly string[];
}

interface SparklineQuery extends TimeRangeQuery {
  readonly metric: string;
  readonly points: number;
}

const missing = { description: "There is no such machine." };

/** The history of one machine by the names of its metrics. */
export function addMetricsRoutes(routes: Routes, house: House, owner: string): void {
  const { history, clock } = house;
  const common = { method: "GET", tag: "Machines", scope: "viewer" } as const;

  routes.add(
    {
      ...common,
      path: "/machines/:id/metrics",
      operationId: "list_machine_metrics",
      summary: "Show what a machine measured, downsampled or as it came",
      request: {
        params: machineParameters,
        query: {
          type: "object",
          properties: { metric: metricSelection, ...timeRangeParameters("1h"), ...seriesParameters },
        },
      },
      responses: { 200: { description: "The series of the chosen metrics.", body: metricsSchema }, 404: missing },
    },
    async ({ params: { id = "" }, query }) => {
      const chosen = query as MetricsQuery;
      const entities = machineMetrics(house, id, chosen.metric);
      refuseTooMany(entities, "metric");
      const range = readTimeRange(chosen, clock.now());
      const name = ({ key: metric, instance }: Entity) => ({ metric, instance: instance ?? null });
      const head = { server_id: id, range: nameOfRange(chosen), resolution: chosen.resolution };
      return readSeries(history, { ...chosen, entities, range, head, name, hasRows: true });
    },
    owner,
  );

  routes.add(
    {
      ...common,
      path: "/machines/:id/metrics/sparkline",
      operationId: "get_machine_sparkline",
      summary: "Show the means of one metric of a machine, for a small line",
      description: "For many machines ask `/history?entity_id=*.cpu_percent`, which answers all of them at once.",
      request: {
        params: machineParameters,
        query: {
          type: "object",
          properties: {
            metric: { ...metricName, default: "cpu_percent", description: "A metric that comes once in a machine." },
            ...timeRangeParameters("24h"),
            points: { type: "integer", minimum: 1, maximum: 500, default: 48, description: "Most values." },
          },
        },
      },
      responses: { 200: { description: "The line.", body: sparklineSchema }, 404: missing },
    },
    async ({ params: { id = "" }, query }) => {
      const { metric, points, ...time } = query as SparklineQuery;
      const range = readTimeRange(time, clock.now());
      const [entity, another] = machineMetrics(house, id, [metric]);
      if (!entity || another) {
        const message = `'${id}' has several of "${metric}"; ask /machines/${id}/metrics for them`;
        throw new PlatformError("VALIDATION_ERROR", message, { field: "metric" });
      }
      const { from, bucketMilliseconds, series } = await history.read({ series: [entity], ...range, points });
      return {
        server_id: id,
        metric,
        period: nameOfRange(time),
        from: new Date(from).toISOString(),
        bucket_seconds: bucketMilliseconds / 1000,
        data: (series.get(entity.seriesId) ?? []).map(([at, value]) => ({
          timestamp: new Date(at).toISOString(),
          value,
        })),
      };
    },
    owner,
  );
}
