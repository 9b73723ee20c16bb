import type { EntityValue } from "../../../core/sdk/index.ts";
import type { Reading } from "./watch.ts";

/** What is judged in the place of an entity's value. */
export type Derived =
  /** `true` when the value is another one than before. */
  | { readonly kind: "changes" }
  /** By how much it grows in that time; known once readings reach back half of it. */
  | { readonly kind: "rate"; readonly perMilliseconds: number }
  /** For how many milliseconds there was no reading. Judged as time goes by. */
  | { readonly kind: "silence" }
  /** In how many days a percentage reaches 100. Judged once an hour, from its history. */
  | { readonly kind: "forecast" };

/** Makes what is judged of what is read, one reading after the other; `null` when there is nothing to judge yet. */
export type Derive = (reading: Reading) => Reading | null;

/** Readings that are kept of the time that a rate looks back on. */
const mostKept = 120;

/** A new derivation, which remembers nothing but what the value was before. */
export function deriving(derived: Derived | undefined, previous: EntityValue = null): Derive {
  switch (derived?.kind) {
    case undefined:
      return (reading) => reading;
    case "changes":
      return changes(previous);
    case "rate":
      return rate(derived.perMilliseconds);
    case "silence":
    case "forecast":
      return () => null;
  }
}

function changes(first: EntityValue): Derive {
  let previous = first;
  return ({ value, at }) => {
    if (value === null) return null;
    const isAnother = previous !== null && previous !== value;
    previous = value;
    return { value: isAnother, at };
  };
}

/** Against the newest reading that is old enough, or else the oldest: single readings jump too much to go by. */
function rate(per: number): Derive {
  const kept: { readonly value: number; readonly at: number }[] = [];
  return ({ value, at }) => {
    if (typeof value !== "number") return null;
    const last = kept.at(-1);
    if (last && at <= last.at) return null;
    while (kept[1] && at - kept[1].at >= per) kept.shift();
    const base = kept[0];
    if (!last || at - last.at >= per / mostKept) kept.push({ value, at });
    if (!base || at - base.at < per / 2) return null;
    return { value: ((value - base.value) * per) / (at - base.at), at };
  };
}
