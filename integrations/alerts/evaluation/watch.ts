import type { EntityValue, Severity } from "../../../core/sdk/index.ts";
import { type Condition, judge, type Verdict } from "./condition.ts";
import type { Derived } from "./derivation.ts";

/** One degree of badness of a rule. */
export interface Level {
  readonly severity: Severity;
  readonly condition: Condition;
  /** How long it has to be bad without a break before it counts, in milliseconds. */
  readonly holdMilliseconds: number;
  /** Over how many readings at least. */
  readonly holdReadings: number;
}

/** What evaluation needs of a rule. */
export interface Watched {
  /** The mildest first. */
  readonly levels: readonly Level[];
  /** How many good readings in a row end it. */
  readonly clearReadings: number;
  /** Over how long a time at least, in milliseconds. Default: 0. */
  readonly clearMilliseconds?: number;
  /** What is judged in the place of the value itself. */
  readonly derived?: Derived;
  /** The unit of what is judged, where that is not the entity's own. */
  readonly unit?: string;
  /** Readings that are further apart are no series: what was bad before and is bad now may have been good in between. Milliseconds. */
  readonly longestGap: number;
}

/** One value at one moment, in Unix milliseconds. */
export interface Reading {
  readonly value: EntityValue;
  readonly at: number;
}

/** Since when a level has been bad without a break, and over how many readings. */
export interface Held {
  readonly since: number;
  readonly readings: number;
}

/** An alert that is open. */
export interface Opened {
  /** Index of the worst level that it has reached. */
  readonly level: number;
  /** Since when it had been bad when it opened. */
  readonly since: number;
  readonly goodReadings: number;
  /** Since when it has been good without a break; absent while it is not. */
  readonly goodSince?: number;
}

/** What is remembered of one rule on one subject. Plain data: it is kept over restarts. */
export interface Watch {
  /** One for each level. */
  readonly held: readonly (Held | null)[];
  readonly opened: Opened | null;
  /** The newest reading; older ones, which come late, are not judged. */
  readonly at: number;
}

/** What a reading brought about. */
export type Change =
  | { readonly kind: "opened"; readonly level: number; readonly since: number }
  | { readonly kind: "escalated"; readonly level: number }
  | { readonly kind: "resolved" };

/** A subject of which nothing is known yet. */
export function newWatch({ levels }: Watched): Watch {
  return { held: levels.map(() => null), opened: null, at: 0 };
}

/** What remains of a memory whose moments mean nothing any more: what is open stays so, and what began begins anew. */
export function withoutTime(watch: Watch): Watch {
  return { ...watch, held: watch.held.map(() => null), at: 0 };
}

/** Whether a value is bad for no level: of a subject of which nothing is remembered, nothing is to be remembered then either. */
export function isWell({ levels }: Watched, value: EntityValue): boolean {
  return levels.every(({ condition }) => judge(condition, value) !== "bad");
}

/** Judges one reading. Pure: the same rule, memory and reading give the same, in the hub as in a replay of its history. */
export function step(
  watched: Watched,
  watch: Watch,
  reading: Reading,
): { readonly watch: Watch; readonly change: Change | null } {
  if (reading.at <= watch.at) return { watch, change: null };
  const verdicts = watched.levels.map(({ condition }) => judge(condition, reading.value));
  if (verdicts.every((verdict) => verdict === "unknown")) return { watch, change: null };
  const isSeries = reading.at - watch.at <= watched.longestGap;
  const held = verdicts.map((verdict, index) =>
    hold(verdict, isSeries ? (watch.held[index] ?? null) : null, reading.at),
  );
  const level = held.findLastIndex((one, index) => isReached(watched.levels[index], one, reading.at));
  const next = { held, at: reading.at };
  return watch.opened
    ? stepOpened(watched, { ...next, opened: watch.opened }, level, verdicts)
    : stepClosed(next, level);
}

/** Whether something is bad that does not count yet. */
export function isPending({ held, opened }: Watch): boolean {
  return opened === null && held.some((one) => one !== null);
}

/** When the first level is reached if it stays as bad as it is, in Unix milliseconds; `null` when nothing is pending. */
export function dueAt({ levels }: Watched, { held, opened }: Watch): number | null {
  if (opened !== null) return null;
  const moments = levels.flatMap(({ holdMilliseconds }, index) => {
    const one = held[index];
    return one ? [one.since + holdMilliseconds] : [];
  });
  return moments.length === 0 ? null : Math.min(...moments);
}

function hold(verdict: Verdict, before: Held | null, at: number): Held | null {
  if (verdict === "unknown") return before;
  if (verdict !== "bad") return null;
  return { since: before?.since ?? at, readings: (before?.readings ?? 0) + 1 };
}

function isReached(level: Level | undefined, held: Held | null, at: number): boolean {
  if (!level || !held) return false;
  return at - held.since >= level.holdMilliseconds && held.readings >= level.holdReadings;
}

function stepClosed(next: Pick<Watch, "held" | "at">, level: number): ReturnType<typeof step> {
  if (level < 0) return { watch: { ...next, opened: null }, change: null };
  const since = next.held[level]?.since ?? next.at;
  return { watch: { ...next, opened: { level, since, goodReadings: 0 } }, change: { kind: "opened", level, since } };
}

function stepOpened(
  watched: Watched,
  next: Watch & { readonly opened: Opened },
  level: number,
  verdicts: readonly Verdict[],
): ReturnType<typeof step> {
  const { opened } = next;
  const stillOpen = { level: opened.level, since: opened.since };
  if (level > opened.level) {
    return {
      watch: { ...next, opened: { ...stillOpen, level, goodReadings: 0 } },
      change: { kind: "escalated", level },
    };
  }
  if (!verdicts.every((verdict) => verdict === "good")) {
    return { watch: { ...next, opened: { ...stillOpen, goodReadings: 0 } }, change: null };
  }
  const goodReadings = opened.goodReadings + 1;
  const goodSince = opened.goodSince ?? next.at;
  const isOver = goodReadings >= watched.clearReadings && next.at - goodSince >= (watched.clearMilliseconds ?? 0);
  if (!isOver) return { watch: { ...next, opened: { ...stillOpen, goodReadings, goodSince } }, change: null };
  return { watch: { ...next, opened: null }, change: { kind: "resolved" } };
}
