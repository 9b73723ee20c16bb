import { t } from "../text/t.ts";
import { unitSpace } from "./numbers.ts";

const clockTime = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const preciseTime = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const dateAndTime = new Intl.DateTimeFormat(undefined, {
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
});
const dayAndMonth = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
const wholeDate = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const duration = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** `14:32`, from Unix milliseconds. */
export function formatClock(time: number): string {
  return clockTime.format(time);
}

/** `14:32:10`. */
export function formatPreciseClock(time: number): string {
  return preciseTime.format(time);
}

/** `14:32` when that was within the last 20 hours, else with its date. */
export function formatMoment(time: number, now: number): string {
  return Math.abs(now - time) < 20 * hour * 1000 ? clockTime.format(time) : dateAndTime.format(time);
}

/** `14 Jan`. */
export function formatDay(time: number): string {
  return dayAndMonth.format(time);
}

/** Date with year and time. */
export function formatDate(time: number): string {
  return wholeDate.format(time);
}

/** The largest unit that fits, whole: `42 d`, `2 h`, `4 min`, `12 s`. Less than nothing counts as nothing. */
export function formatDuration(seconds: number): string {
  const [amount, unit] = largestUnit(Math.max(0, seconds));
  return `${duration.format(Math.floor(amount))}${unitSpace}${unit}`;
}

/** How long ago something was, in Unix milliseconds: `4 s ago`. */
export function formatAge(time: number, now: number): string {
  return t("time.ago", { duration: formatDuration((now - time) / 1000) });
}

function largestUnit(seconds: number): [amount: number, unit: string] {
  if (seconds >= 2 * day) return [seconds / day, t("time.days")];
  if (seconds >= 2 * hour) return [seconds / hour, t("time.hours")];
  if (seconds >= 2 * minute) return [seconds / minute, t("time.minutes")];
  return [seconds, t("time.seconds")];
}
