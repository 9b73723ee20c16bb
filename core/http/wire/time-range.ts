import { PlatformError } from "../../errors.ts";

const hour = 3_600_000;
const day = 24 * hour;

/** Ranges that have a name, in milliseconds. */
const ranges = {
  "1h": hour,
  "6h": 6 * hour,
  "24h": day,
  "7d": 7 * day,
  "30d": 30 * day,
  "90d": 90 * day,
  "1y": 365 * day,
} as const;

/** The name of a range of time up to now: `24h`. */
export type RangeName = keyof typeof ranges;

/** Nothing is recorded outside of these years. */
const [firstMoment, lastMoment] = [0, Date.UTC(2200, 0, 1)];

/** The parameters that say which time. Moments are as the query has them. */
export interface TimeRangeQuery {
  readonly range: RangeName;
  readonly from?: string;
  readonly to?: string;
}

/** From a moment to before another, both in Unix milliseconds. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

/** The name of the range that was asked for; `null` when it was asked for by its begin. */
export function nameOfRange({ range, from }: TimeRangeQuery): RangeName | null {
  return from === undefined ? range : null;
}

/** JSON schemas of the parameters of `TimeRangeQuery`. */
export function timeRangeParameters(usual: RangeName) {
  return {
    range: {
      enum: Object.keys(ranges),
      default: usual,
      description: "How long before `to`. Of no meaning with `from`.",
    },
    from: { type: "string", format: "date-time", description: "Begin of the time, in place of `range`. From 1970 on." },
    to: { type: "string", format: "date-time", description: "End of the time; itself not within. Default: now." },
  } as const;
}

/** Reads which time is asked for. Throws `VALIDATION_ERROR` for moments in which nothing can be recorded, or in the wrong order. */
export function readTimeRange({ range, from, to }: TimeRangeQuery, now: number): TimeRange {
  const until = to === undefined ? now : readMoment(to, "to");
  const since = from === undefined ? Math.max(firstMoment, until - ranges[range]) : readMoment(from, "from");
  if (since < until) return { from: since, to: until };
  throw new PlatformError("VALIDATION_ERROR", "from must be before to", { field: "from" });
}

/** The format allows times that no calendar has, such as a leap second: they are no number. */
function readMoment(text: string, field: string): number {
  const moment = Date.parse(text);
  if (moment >= firstMoment && moment <= lastMoment) return moment;
  throw new PlatformError("VALIDATION_ERROR", `${field} must be a moment of the years 1970 to 2199`, { field });
}
