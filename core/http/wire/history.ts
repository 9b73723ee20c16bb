import type { JsonSchema } from "../../sdk/index.ts";

const amount = (description: string) => ({ type: ["number", "null"], description });

const point = {
  type: "array",
  description: "One bucket.",
  minItems: 4,
  maxItems: 4,
  prefixItems: [
    { type: "integer", description: "Begin of the bucket, Unix milliseconds." },
    amount("Mean of its readings."),
    amount("Lowest."),
    amount("Highest."),
  ],
  items: false,
} as const;

const reading = {
  type: "array",
  description: "One reading.",
  minItems: 2,
  maxItems: 2,
  prefixItems: [
    { type: "integer", description: "When it was measured, Unix milliseconds." },
    { type: "number", description: "Its value; that of a counter is the count itself." },
  ],
  items: false,
} as const;

/** JSON schemas of the fields that every series has, whatever it is of. */
const seriesFields = {
  entity_id: { type: "string", description: "The entity." },
  unit: { type: ["string", "null"], description: "Symbol of the unit; that of a counter in buckets is a second: B/s." },
  kind: {
    enum: ["samples", "counter"],
    description: "counter: the entity only grows; its buckets are rates, units a second.",
  },
  points: {
    type: "array",
    description: "Oldest first; a bucket without readings has nulls. Missing with `resolution=raw`.",
    items: point,
  },
  readings: { type: "array", description: "Oldest first. Only with `resolution=raw`.", items: reading },
} as const;

const timeFields = {
  from: { type: "string", format: "date-time", description: "Begin of the first bucket, or of the time asked for." },
  to: { type: "string", format: "date-time", description: "End of the time that was asked for." },
  bucket_seconds: {
    type: ["number", "null"],
    exclusiveMinimum: 0,
    description: "Width of a bucket; null with `resolution=raw`.",
  },
} as const;

const rangeName = {
  type: ["string", "null"],
  description: "The range that was asked for; null when it was asked for by its begin.",
} as const;

/** JSON schema of the answer to `GET /history`. */
export const historySchema = {
  title: "History",
  type: "object",
  description: "Recorded values of several entities on one grid of time.",
  required: ["from", "to", "bucket_seconds", "series"],
  properties: {
    ...timeFields,
    series: {
      type: "array",
      description: "One for each entity that is recorded as numbers.",
      items: {
        title: "Series",
        type: "object",
        description: "One entity's values.",
        required: ["entity_id", "unit", "kind"],
        properties: seriesFields,
      },
    },
  },
} as const satisfies JsonSchema;

/** JSON schema of the answer to `GET /machines/{id}/metrics`. */
export const metricsSchema = {
  title: "MetricsHistory",
  type: "object",
  description: "Recorded values of one machine on one grid of time.",
  required: [
    "server_id",
    "range",
    "resolution",
    "from",
    "to",
    "bucket_seconds",
    "series",
    "total_points",
    "data_points",
  ],
  properties: {
    server_id: { type: "string", description: "The machine's id." },
    range: rangeName,
    resolution: { enum: ["buckets", "raw"], description: "How values are shown." },
    ...timeFields,
    total_points: { type: "integer", minimum: 0, description: "How many `data_points` there are." },
    data_points: {
      type: "array",
      description: "The metrics that come once as rows, the oldest first: means of buckets, or readings.",
      items: {
        title: "MetricsRow",
        type: "object",
        description: "One bucket, or one moment. Beside the timestamp a field for each metric that has a value then.",
        required: ["timestamp"],
        properties: {
          timestamp: { type: "string", format: "date-time", description: "Begin of the bucket, or the moment." },
        },
        additionalProperties: amount("The metric of this name."),
      },
    },
    series: {
      type: "array",
      description: "One for each metric, or for each instance of it.",
      items: {
        title: "MetricSeries",
        type: "object",
        description: "One metric's values.",
        required: ["metric", "instance", "entity_id", "unit", "kind"],
        properties: {
          metric: { type: "string", description: "The metric: cpu_percent." },
          instance: {
            type: ["string", "null"],
            description: "Which one, where there are several: a mount, an interface.",
          },
          ...seriesFields,
        },
      },
    },
  },
} as const satisfies JsonSchema;

/** JSON schema of the answer to `GET /machines/{id}/metrics/sparkline`. */
export const sparklineSchema = {
  title: "Sparkline",
  type: "object",
  description: "The means of one metric, for a small line.",
  required: ["server_id", "metric", "period", "from", "bucket_seconds", "data"],
  properties: {
    server_id: { type: "string", description: "The machine's id." },
    metric: { type: "string", description: "The metric." },
    period: rangeName,
    from: timeFields.from,
    bucket_seconds: { type: "number", exclusiveMinimum: 0, description: "Width of a bucket." },
    data: {
      type: "array",
      description: "Oldest first.",
      items: {
        title: "SparklinePoint",
        type: "object",
        description: "One bucket.",
        required: ["timestamp", "value"],
        properties: {
          timestamp: { type: "string", format: "date-time", description: "Its begin." },
          value: amount("Mean of its readings; null where nothing was recorded."),
        },
      },
    },
  },
} as const satisfies JsonSchema;

/** JSON schema of the answer to `GET /history/changes`. */
export const changesSchema = {
  title: "ChangeLog",
  type: "object",
  description: "What entities that are no numbers were, and when they became so.",
  required: ["from", "to", "entities"],
  properties: {
    from: { type: "string", format: "date-time", description: "Begin of the time that was asked for." },
    to: { type: "string", format: "date-time", description: "End of it." },
    entities: {
      type: "array",
      description: "One for each chosen entity with a log of changes.",
      items: {
        title: "EntityChanges",
        type: "object",
        description: "One entity's changes.",
        required: ["entity_id", "is_complete", "changes"],
        properties: {
          entity_id: { type: "string", description: "The entity." },
          is_complete: { type: "boolean", description: "False when there are more changes than `limit`, later ones." },
          changes: {
            type: "array",
            description: "Oldest first. The first one may lie before `from`: it says what was there then.",
            items: {
              title: "Change",
              type: "object",
              description: "What it became.",
              required: ["at", "value", "available"],
              properties: {
                at: { type: "string", format: "date-time", description: "When." },
                value: { type: ["number", "string", "boolean", "null"], description: "Its value from then on." },
                available: { type: "boolean", description: "False from when its source was lost." },
              },
            },
          },
        },
      },
    },
  },
} as const satisfies JsonSchema;
