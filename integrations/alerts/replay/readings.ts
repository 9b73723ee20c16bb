import type { EntityChange, RecordedReadings } from "../../../core/sdk/index.ts";
import type { Reading } from "../evaluation/watch.ts";

/** Recorded numbers as they came. */
export function* readingsOf({ at, values }: Pick<RecordedReadings, "at" | "values">): Generator<Reading> {
  for (let index = 0; index < at.length; index++) yield { at: at[index] as number, value: values[index] as number };
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
