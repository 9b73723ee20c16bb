import { type Document, isAlias, isMap, isScalar, isSeq, type LineCounter, type ParsedNode } from "yaml";

/** A place in a text; both count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** What to point at: the name of a setting, or what it is set to. */
export type PositionOf = "key" | "value";

interface Found {
  readonly key: number;
  readonly value: number;
  readonly node: unknown;
}

/** Where a setting stands in a YAML document. The nearest parent's place when the setting itself is not written. */
export function locate(
  document: Document.Parsed,
  lines: LineCounter,
  path: readonly string[],
  of: PositionOf,
): Position {
  const root = startOf(document.contents) ?? 0;
  let found: Found = { key: root, value: root, node: document.contents };
  for (const segment of path) {
    const next = step(document, found.node, segment);
    if (!next) return positionAt(lines, found.key);
    found = next;
  }
  return positionAt(lines, of === "key" ? found.key : found.value);
}

/** Line and column of an offset into the text. */
export function positionAt(lines: LineCounter, offset: number): Position {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}

function step(document: Document.Parsed, node: unknown, segment: string): Found | undefined {
  const target = isAlias(node) ? node.resolve(document) : node;
  if (isMap(target)) {
    const pair = target.items.find(({ key }) => isScalar(key) && String(key.value) === segment);
    const key = startOf(pair?.key);
    if (!pair || key === undefined) return undefined;
    return { key, value: isEmpty(pair.value) ? key : (startOf(pair.value) ?? key), node: pair.value };
  }
  if (isSeq(target)) {
    const item = target.items[Number(segment)];
    const start = startOf(item);
    return start === undefined ? undefined : { key: start, value: start, node: item };
  }
  return undefined;
}

function startOf(node: unknown): number | undefined {
  return (node as ParsedNode | null | undefined)?.range?.[0];
}

/** `name:` with nothing behind it. */
function isEmpty(node: unknown): boolean {
  return isScalar(node) && node.value === null && node.source === "";
}
