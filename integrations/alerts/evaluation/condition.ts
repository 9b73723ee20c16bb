import type { EntityValue } from "../../../core/sdk/index.ts";

/** What makes a value bad, and how far it has to come back to be good again. */
export type Condition =
  /** At or over the threshold; good again below `threshold - hysteresis`. */
  | { readonly kind: "above"; readonly threshold: number; readonly hysteresis: number }
  /** At or under the threshold; good again over `threshold + hysteresis`. */
  | { readonly kind: "below"; readonly threshold: number; readonly hysteresis: number }
  | {
      readonly kind: "equals";
      readonly values: readonly EntityValue[];
      /** Values that say nothing: neither bad nor good. */
      readonly silent?: readonly EntityValue[];
    }
  | { readonly kind: "differs"; readonly values: readonly EntityValue[] };

/** How a value stands to a condition. `between` is better than bad and not yet good; a value that is unknown says nothing. */
export type Verdict = "bad" | "between" | "good" | "unknown";

/** Judges one value. */
export function judge(condition: Condition, value: EntityValue): Verdict {
  if (value === null) return "unknown";
  switch (condition.kind) {
    case "above":
      return judgeNumber(value, condition.threshold, condition.hysteresis);
    case "below":
      return typeof value === "number" ? judgeNumber(-value, -condition.threshold, condition.hysteresis) : "unknown";
    case "equals":
      if (condition.silent?.includes(value)) return "unknown";
      return condition.values.includes(value) ? "bad" : "good";
    case "differs":
      return condition.values.includes(value) ? "good" : "bad";
  }
}

function judgeNumber(value: EntityValue, threshold: number, hysteresis: number): Verdict {
  if (typeof value !== "number" || Number.isNaN(value)) return "unknown";
  if (value >= threshold) return "bad";
  return value < threshold - hysteresis || hysteresis === 0 ? "good" : "between";
}
