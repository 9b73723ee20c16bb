import type { EntityChange, RecordedReadings } from "../../../core/sdk/index.ts";
import { standingMilliseconds } from "../evaluation/standing.ts";
import type { Reading } from "../evaluation/watch.ts";

/** Recorded numbers as they came. */
export function* readingsOf({ at, values }: Pick<RecordedReadings, "at" | "values">): Generator<Reading> {
  for (let index = 0; index < at.length; index++) yield { at: at[index] as number, value: values[index] as number };
}

/** A number stands until the next one; whether its source was still there is not recorded, so for no longer than this. Milliseconds. */
const longestStanding = 3_600_000;

/** Numbers of a device without heartbeats: each was read anew while it stood, as the engine does. */
export function* standing(readings: Iterable<Reading>, to: number): Generator<Reading> {
  let last: Reading | undefined;
  for (const reading of readings) {
    if (last) yield* repeated(last, reading.at);
    yield reading;
    last = reading;
  }
  if (last) yield* repeated(last, to);
}

function* repeated({ at: since, value }: Reading, until: number): Generator<Reading> {
  const end = Math.min(until, since + longestStanding);
  for (let at = since + standingMilliseconds; at < end; at += standingMilliseconds) yield { at, value };
}

/** A log of changes as readings: while a source was there, it confirmed what it had said at every interval. */
export function* readingsOfChanges(
  changes: readonly EntityChange[],
  {
    from,
    to,
    intervalMilliseconds,
  }: { readonly from: number; readonly to: number; readonly intervalMilliseconds: number },
): Generator<Reading> {
  for (const [index, { at: since, value, available }] of changes.entries()) {
    if (!available) continue;
    const until = Math.min(to, changes[index + 1]?.at ?? to);
    for (let at = Math.max(from, since); at < until; at += intervalMilliseconds) yield { at, value };
  }
}

/** What readings say of silence: how many seconds had passed when it became too long, and that it was over. */
export function* silenceOf(readings: Iterable<Reading>, patienceSeconds: number, to: number): Generator<Reading> {
  let last: number | undefined;
  for (const { at } of readings) {
    if (last !== undefined && at - last >= patienceSeconds * 1000) {
      yield { at: last + patienceSeconds * 1000, value: patienceSeconds };
      yield { at: at - 1, value: Math.floor((at - last) / 1000) };
    }
    yield { at, value: 0 };
    last = at;
  }
  if (last === undefined || to - last < patienceSeconds * 1000) return;
  yield { at: last + patienceSeconds * 1000, value: patienceSeconds };
  yield { at: to, value: Math.floor((to - last) / 1000) };
}
