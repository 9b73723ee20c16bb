import type { JsonSchema } from "../../sdk/index.ts";
import type { House } from "../house.ts";
import type { Routes } from "../routes.ts";
import { StreamedBody } from "../streamed-body.ts";
import { type ExportResolution, exportColumns, exportRows } from "../wire/export-rows.ts";
import { csvFormat, jsonFormat, writeExport } from "../wire/export-text.ts";
import { machineMetrics, machineParameters, metricSelection } from "../wire/machine-metrics.ts";
import { readTimeRange, type TimeRange, type TimeRangeQuery, timeRangeParameters } from "../wire/time-range.ts";

interface ExportQuery extends TimeRangeQuery {
  readonly format: "csv" | "json";
  readonly metric?: readonly string[];
  readonly resolution: ExportResolution;
}

const number = (description: string) => ({ type: "number", description });

const rowsSchema: JsonSchema = {
  title: "ExportedRows",
  type: "array",
  description: "With `format=json`.",
  items: {
    title: "ExportedRow",
    type: "object",
    description: "One reading, or one bucket.",
    required: ["time", "metric", "instance", "unit"],
    properties: {
      time: { type: "string", format: "date-time", description: "When it was measured; of a bucket, its begin." },
      metric: { type: "string", description: "The metric." },
      instance: { type: ["string", "null"], description: "Which one, where there are several." },
      unit: { type: ["string", "null"], description: "Symbol of the unit." },
      value: number("The reading. Only with `resolution=raw`."),
      mean: number("Mean of the bucket's readings."),
      min: number("Lowest."),
      max: number("Highest."),
    },
  },
};

const csvSchema: JsonSchema = {
  type: "string",
  contentMediaType: "text/csv",
  description: "With `format=csv`, a header line ahead: time, metric, instance, unit, and value or mean, min, max.",
};

/** A machine's history as a file. */
export function addExportRoutes(routes: Routes, house: House, owner: string): void {
  routes.add(
    {
      method: "GET",
      tag: "Machines",
      scope: "viewer",
      path: "/machines/:id/metrics/export",
      operationId: "export_machine_metrics",
      summary: "Download what a machine measured, as CSV or JSON",
      description:
        "The file is sent while it is read, however long the time is. The rows of each metric are in order of time; metrics take turns, some days at once.",
      request: {
        params: machineParameters,
        query: {
          type: "object",
          properties: {
            format: { enum: ["csv", "json"], default: "csv", description: "CSV as in RFC 4180, or one JSON list." },
            metric: metricSelection,
            ...timeRangeParameters("24h"),
            resolution: {
              enum: ["raw", "5m", "1h"],
              default: "raw",
              description:
                "Readings as they came, or buckets of five minutes or an hour. A counter's buckets are rates.",
            },
          },
        },
      },
      responses: {
        200: {
          description: "The file.",
          contentType: "text/csv",
          body: csvSchema,
          alternatives: { "application/json": rowsSchema },
        },
        404: { description: "There is no such machine." },
      },
    },
    ({ params: { id = "" }, query }, { headers }) => {
      const { format, metric, resolution, ...time } = query as ExportQuery;
      const entities = machineMetrics(house, id, metric);
      const range = readTimeRange(time, house.clock.now());
      headers["Content-Disposition"] = `attachment; filename="${fileName(id, range, format)}"`;
      const rows = exportRows(house.history, { entities, range, resolution });
      const columns = exportColumns(resolution);
      return format === "csv"
        ? new StreamedBody("text/csv; charset=utf-8; header=present", writeExport(rows, csvFormat(columns)))
        : new StreamedBody("application/json; charset=utf-8", writeExport(rows, jsonFormat(columns)));
    },
    owner,
  );
}

/** Of letters that every file system takes: `nas-2026-01-01-to-2026-01-31.csv`. A machine's id has no others. */
function fileName(id: string, { from, to }: TimeRange, format: string): string {
  const [first, last] = [from, to].map((at) => new Date(at).toISOString().slice(0, 10));
  return `${id}-${first}-to-${last}.${format}`;
}
