const amount = (description: string) => ({ type: ["number", "null"], description });

/** JSON schema of the answer to `GET /history`. */
export const historySchema = {
  title: "History",
  type: "object",
  description: "Recorded values of several entities on one grid of time.",
  required: ["from", "to", "bucket_seconds", "series"],
  properties: {
    from: { type: "string", format: "date-time", description: "Begin of the first bucket." },
    to: { type: "string", format: "date-time", description: "End of the time that was asked for." },
    bucket_seconds: { type: "number", exclusiveMinimum: 0, description: "Width of a bucket." },
    series: {
      type: "array",
      description: "One for each entity that is recorded as numbers.",
      items: {
        title: "Series",
        type: "object",
        description: "One entity's values.",
        required: ["entity_id", "unit", "points"],
        properties: {
          entity_id: { type: "string", description: "The entity." },
          unit: { type: ["string", "null"], description: "Symbol of its unit." },
          points: {
            type: "array",
            description: "Oldest first; a bucket without readings has nulls.",
            items: {
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
            },
          },
        },
      },
    },
  },
} as const;
