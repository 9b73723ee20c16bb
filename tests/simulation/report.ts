import { calmName } from "./day-plan.ts";
import type { Happenings, Outcome } from "./simulated-day.ts";

/** What was expected and did not come, and what came and was not expected. */
export interface Difference {
  readonly missing: readonly string[];
  readonly unexpected: readonly string[];
  /** The messages are the right ones, but those about one thing come in another order. */
  readonly isOutOfOrder: boolean;
}

/** Compares what came of a part of the day with what was to come of it; `null` when that is the same. */
export function differenceOf({ expected, actual }: Outcome): Difference | null {
  const missing = [...without(expected.alerts, actual.alerts), ...without(expected.messages, actual.messages)];
  const unexpected = [...without(actual.alerts, expected.alerts), ...without(actual.messages, expected.messages)];
  const isSame = missing.length + unexpected.length === 0;
  const isOutOfOrder = isSame && ordered(expected.messages) !== ordered(actual.messages);
  return isSame && !isOutOfOrder ? null : { missing, unexpected, isOutOfOrder };
}

/** A table of all parts of the day, each with what was different. Calm in which nothing happened is left out. */
export function reportOf(outcomes: readonly Outcome[]): string {
  const rows = outcomes.filter((outcome) => outcome.name !== calmName || differenceOf(outcome)).map(rowsOf);
  return [`  ${"".padEnd(44)}  began  alerts  messages`, ...rows.flat()].join("\n");
}

function rowsOf(outcome: Outcome): readonly string[] {
  const difference = differenceOf(outcome);
  const { name, startedAtMinute, actual } = outcome;
  const hour = String(Math.floor(startedAtMinute / 60)).padStart(2, "0");
  const began = `${hour}:${String(startedAtMinute % 60).padStart(2, "0")}`;
  const counts = `${String(actual.alerts.length).padStart(6)}  ${String(actual.messages.length).padStart(8)}`;
  const row = `  ${name.padEnd(44)}  ${began}  ${counts}  ${difference ? "DIFFERENT" : "as expected"}`;
  return difference ? [row, ...detailsOf(difference, actual)] : [row];
}

function detailsOf({ missing, unexpected, isOutOfOrder }: Difference, actual: Happenings): readonly string[] {
  return [
    ...missing.map((line) => `      missing:    ${line}`),
    ...unexpected.map((line) => `      unexpected: ${line}`),
    ...(isOutOfOrder ? [`      out of order: ${actual.messages.join(", ")}`] : []),
  ];
}

/** Messages by what they are about, and of each in their order: those of different machines may overtake each other. */
function ordered(messages: readonly string[]): string {
  return messages.toSorted((one, other) => subjectOf(one).localeCompare(subjectOf(other))).join("\n");
}

function subjectOf(message: string): string {
  return message.slice(message.indexOf(" "));
}

/** What is in the first list more often than in the second. */
function without(lines: readonly string[], others: readonly string[]): readonly string[] {
  const left = [...others];
  return lines.filter((line) => {
    const place = left.indexOf(line);
    if (place >= 0) left.splice(place, 1);
    return place < 0;
  });
}
