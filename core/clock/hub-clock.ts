import type { Clock, Undo } from "../sdk/index.ts";

/** The hub's clock: a clock that also knows calendars. */
export interface HubClock extends Clock {
  /** Runs `task` at the times of a cron expression (5 or 6 fields) in an IANA time zone. Throws on a bad expression. */
  cron(expression: string, timeZone: string, task: () => void): Undo;
  /** When a cron expression is due next, Unix milliseconds. Throws on a bad expression. */
  nextCron(expression: string, timeZone: string): number;
}
