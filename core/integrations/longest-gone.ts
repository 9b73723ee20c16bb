import type { EntityState } from "../sdk/index.ts";

/** One that is gone, and since when (Unix milliseconds). */
export interface Gone<Value> {
  readonly name: string;
  readonly value: Value;
  readonly goneSince: number;
}

/** Of those that are no longer reported, the one that was reported least recently; one that was removed is gone for ever. */
export function longestGone<Value>(
  all: ReadonlyMap<string, Value>,
  stateOf: (value: Value) => EntityState | undefined,
): Gone<Value> | undefined {
  let oldest: Gone<Value> | undefined;
  for (const [name, value] of all) {
    const state = stateOf(value);
    if (state?.available) continue;
    const goneSince = state?.updatedAt ?? 0;
    if (!oldest || goneSince < oldest.goneSince) oldest = { name, value, goneSince };
  }
  return oldest;
}
