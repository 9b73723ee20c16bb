/** Says which minute of its day a moment is, 0 to 1439, as clocks on the wall show it. */
export type WallClock = (at: number) => number;

const minute = 60_000;
/** Zones change their offset at quarters of an hour, if at all. */
const quarter = 15 * minute;
const dayMinutes = 24 * 60;
/** What does not happen within two days never does. */
const longestSearch = 2 * dayMinutes * minute;

/** The clock on the wall of a time zone. */
export function wallClock(timeZone: string): WallClock {
  const format = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  return (at) => {
    const [hours = 0, minutes = 0] = format.format(at).split(":").map(Number);
    return hours * 60 + minutes;
  };
}

/** `22:00` as a minute of the day. */
export function parseTimeOfDay(text: string): number {
  const [hours = 0, minutes = 0] = text.split(":").map(Number);
  return hours * 60 + minutes;
}

/** Whether a minute of the day lies from `from` on and before `to`, which may be on the next day. */
export function isBetween(minuteOfDay: number, from: number, to: number): boolean {
  return from < to ? from <= minuteOfDay && minuteOfDay < to : minuteOfDay >= from || minuteOfDay < to;
}

/** The first full minute after a moment that is no more between the two times of day, in Unix milliseconds. */
export function endOf(from: number, to: number, after: number, clock: WallClock): number {
  return search(after, clock, ({ now }) => !isBetween(now, from, to));
}

/**
 * When it is that time of day next, later than `after`, in Unix milliseconds. A time that the clocks are put forward over is there when they
 * have been.
 */
export function nextTimeOfDay(time: number, after: number, clock: WallClock): number {
  return search(after, clock, ({ before, now }) => {
    const passed = minutesFrom(before, now);
    const isPutBack = passed > dayMinutes / 2;
    const away = minutesFrom(before, time);
    return !isPutBack && away > 0 && away <= passed;
  });
}

/** How far it is to a minute of the day, which may be on the next one. */
function minutesFrom(minuteOfDay: number, other: number): number {
  return (other - minuteOfDay + dayMinutes) % dayMinutes;
}

interface Step {
  readonly before: number;
  readonly now: number;
}

/** Goes from minute to minute: so it is right whatever is done to the clocks on the way. */
function search(after: number, clock: WallClock, isFound: (step: Step) => boolean): number {
  let before = clock(after);
  let quarterMinute = 0;
  const first = (Math.floor(after / minute) + 1) * minute;
  for (let at = first; at <= after + longestSearch; at += minute) {
    if (at === first || at % quarter === 0) quarterMinute = clock(at) - (at % quarter) / minute;
    const now = (quarterMinute + (at % quarter) / minute + dayMinutes) % dayMinutes;
    if (isFound({ before, now })) return at;
    before = now;
  }
  return after;
}
