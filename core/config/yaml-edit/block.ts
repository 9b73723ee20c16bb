import { type Entry, isBlock } from "./entries.ts";
import type { NewEntry } from "./flow.ts";
import type { ParsedText, Span } from "./parsed-text.ts";
import { EditRefusal } from "./refusal.ts";
import { isInline, renderBlock, renderBlockEntry, renderInline } from "./render.ts";

/** Sets an entry that has lines of its own to another value. Comments within the old value stay, on lines of their own. */
export function replaceInBlock(parsed: ParsedText, entry: Entry, wanted: unknown): string {
  const isOneLine = isInline(wanted) && !isBlock(entry.node) && parsed.tokens("comment", entry.value).length === 0;
  if (!isOneLine) return rewrite(parsed, entry, wanted);
  if (entry.value.start < entry.value.end) return parsed.splice(entry.value, renderInline(wanted));
  return parsed.splice({ start: entry.afterIndicator, end: entry.afterIndicator }, ` ${renderInline(wanted)}`);
}

/** Adds an entry on lines of its own: behind the one before it, or before the first. */
export function insertInBlock(parsed: ParsedText, entries: readonly Entry[], { index, name, value }: NewEntry): string {
  const { newline } = parsed.layout;
  const [first] = entries;
  const previous = entries[index - 1];
  if (!first) throw new EditRefusal("there is nothing to put it beside");
  const text = renderBlockEntry(name, value, indentOf(parsed, first), parsed.layout);
  if (!previous) {
    const start = first.start;
    if (parsed.before(start).trim() !== "") throw new EditRefusal("the first item shares its line with another");
    const line = parsed.lineStart(start);
    return parsed.splice({ start: line, end: line }, `${text}${newline}`);
  }
  const { end, isWholeLine } = lastLine(parsed, previous);
  return parsed.splice({ start: end, end }, isWholeLine ? `${text}${newline}` : `${newline}${text}`);
}

/** Removes an entry with its lines. Comments on them stay, on lines of their own. */
export function removeFromBlock(parsed: ParsedText, entries: readonly Entry[], index: number): string {
  const entry = entries[index] as Entry;
  const { end, isWholeLine } = lastLine(parsed, entry);
  if (parsed.before(entry.start).trim() !== "") return removeBesideDash(parsed, entry, entries[index + 1], end);
  const span = { start: parsed.lineStart(entry.start), end };
  const comments = commentLines(parsed, span, indentOf(parsed, entry));
  const { newline } = parsed.layout;
  if (comments.length > 0) return parsed.splice(span, comments.join(newline) + (isWholeLine ? newline : ""));
  const lineBreak = /^\r?\n/.exec(parsed.text.slice(end))?.[0].length ?? 0;
  return parsed.splice({ start: span.start, end: isWholeLine ? end : end + lineBreak }, "");
}

/** The first name of a map that begins beside a list's dash: the next one takes its place. */
function removeBesideDash(parsed: ParsedText, entry: Entry, next: Entry | undefined, end: number): string {
  const comments = parsed.tokens("comment", { start: entry.start, end: next?.start ?? end });
  if (!next || comments.length > 0) throw new EditRefusal("it shares its line with the dash of a list");
  return parsed.splice({ start: entry.start, end: next.start }, "");
}

/** Writes an entry's value anew, from its colon or dash on, with the comments that stood there. */
function rewrite(parsed: ParsedText, entry: Entry, wanted: unknown): string {
  const { newline, step } = parsed.layout;
  const { end, isWholeLine } = lastLine(parsed, entry);
  const isItem = entry.name === undefined;
  const indent = indentOf(parsed, entry) + " ".repeat(isItem ? 2 : step);
  const span = { start: entry.afterIndicator, end };
  const besideName = commentBesideName(parsed, entry, end);
  const below = commentLines(parsed, { start: besideName?.end ?? span.start, end }, indent);
  const firstLine = (isInline(wanted) ? ` ${renderInline(wanted)}` : "") + (besideName ? ` ${besideName.text}` : "");
  const lines = isInline(wanted) ? below : [...below, renderBlock(wanted, indent, parsed.layout)];
  // A map or list in a list begins beside the dash.
  const isBesideDash = isItem && firstLine === "" && below.length === 0;
  const text = isBesideDash ? ` ${lines.join("").trimStart()}` : [firstLine, ...lines].join(newline);
  return parsed.splice(span, isWholeLine ? text + newline : text);
}

/** The comment on the line of an entry's name, when the value begins below or not at all: `agent: # mine`. */
function commentBesideName(parsed: ParsedText, { afterIndicator, node, value }: Entry, end: number) {
  const lineEnd = Math.min(parsed.lineEnd(afterIndicator), end);
  const isBelow = value.start > lineEnd || isBlock(node) || value.start === value.end;
  const [comment] = isBelow ? parsed.tokens("comment", { start: afterIndicator, end: lineEnd }) : [];
  return comment && { text: comment.source.trimEnd(), end: lineEnd };
}

/** Where an entry's last line ends, with the comment behind it. A text after `|` ends with its line break. */
function lastLine(parsed: ParsedText, { value, afterIndicator }: Entry): { end: number; isWholeLine: boolean } {
  const end = Math.max(value.end, afterIndicator);
  const isWholeLine = parsed.text[end - 1] === "\n" && end > afterIndicator;
  return { end: isWholeLine ? end : parsed.lineEnd(end), isWholeLine };
}

function commentLines(parsed: ParsedText, span: Span, indent: string): string[] {
  return parsed.tokens("comment", span).map(({ source }) => `${indent}${source.trimEnd()}`);
}

function indentOf(parsed: ParsedText, { start }: Entry): string {
  return " ".repeat(parsed.before(start).replace("\uFEFF", "").length);
}

/** The first entry of a text that has none: behind everything, which can only be comments. */
export function appendToEmpty(parsed: ParsedText, name: string, value: unknown): string {
  const { text, layout } = parsed;
  const gap = text === "" || text.endsWith("\n") || text === "\uFEFF" ? "" : layout.newline;
  return `${text}${gap}${renderBlockEntry(name, value, "", layout)}${layout.newline}`;
}
