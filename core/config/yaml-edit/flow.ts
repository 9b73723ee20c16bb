import type { Collection, Entry } from "./entries.ts";
import type { ParsedText } from "./parsed-text.ts";
import { EditRefusal } from "./refusal.ts";
import { renderFlowEntry, renderInline } from "./render.ts";

/** Sets an entry between braces or brackets to another value. */
export function replaceInFlow(parsed: ParsedText, { name, value, afterIndicator }: Entry, wanted: unknown): string {
  if (parsed.tokens("comment", value).length > 0) throw new EditRefusal("there are comments within the old value");
  const text = renderInline(wanted);
  if (value.start < value.end) return parsed.splice(value, text);
  const colon = name === undefined || parsed.text[afterIndicator - 1] === ":" ? " " : ": ";
  return parsed.splice({ start: afterIndicator, end: afterIndicator }, `${colon}${text}`);
}

/** What is to be added to a map or list: where, under which name. */
export interface NewEntry {
  readonly index: number;
  /** `undefined` in a list. */
  readonly name: string | undefined;
  readonly value: unknown;
}

/** Adds an entry between braces or brackets. */
export function insertInFlow(
  parsed: ParsedText,
  collection: Collection,
  entries: readonly Entry[],
  { index, name, value }: NewEntry,
): string {
  const text = renderFlowEntry(name, value);
  const previous = entries[index - 1];
  const next = entries[index];
  if (previous) {
    const end = Math.max(previous.value.end, previous.afterIndicator);
    return parsed.splice({ start: end, end }, `, ${text}`);
  }
  if (next) return parsed.splice({ start: next.start, end: next.start }, `${text}, `);
  const opening = (collection.range?.[0] ?? 0) + 1;
  const isMap = name !== undefined;
  return parsed.splice({ start: opening, end: opening }, isMap ? ` ${text} ` : text);
}

/** Removes an entry between braces or brackets, with one comma. */
export function removeFromFlow(
  parsed: ParsedText,
  collection: Collection,
  entries: readonly Entry[],
  index: number,
): string {
  const entry = entries[index] as Entry;
  const span = { start: entry.start, end: Math.max(entry.value.end, entry.afterIndicator) };
  if (parsed.tokens("comment", span).length > 0) throw new EditRefusal("there are comments within the old value");
  const next = entries[index + 1]?.start ?? collection.range?.[1] ?? span.end;
  const [following] = parsed.tokens("comma", { start: span.end, end: next });
  if (following) {
    const rest = parsed.text.slice(following.offset + 1).replace(/^ +/, "");
    return parsed.text.slice(0, span.start) + parsed.text.slice(span.end, following.offset) + rest;
  }
  const previousEnd = entries[index - 1]?.value.end ?? span.start;
  const preceding = parsed.tokens("comma", { start: previousEnd, end: span.start }).at(-1);
  if (!preceding) return parsed.splice(span, "");
  const between = parsed.text.slice(preceding.offset + 1, span.start);
  const kept = between.trim() === "" ? "" : between;
  return parsed.splice({ start: preceding.offset, end: span.end }, kept);
}
