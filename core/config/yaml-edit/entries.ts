import {
  type CST,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type ParsedNode,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import type { Span } from "./parsed-text.ts";
import { EditRefusal } from "./refusal.ts";

/** A pair of a map or an item of a list, as it stands in the text. */
export interface Entry {
  /** `undefined` for an item. */
  readonly name: string | undefined;
  readonly node: unknown;
  /** Where its name begins, or its dash. */
  readonly start: number;
  /** Behind the colon or the dash; where an item of `[a, b]` begins. */
  readonly afterIndicator: number;
  /** What it is set to, with its tag and anchor; of no length when nothing is written. */
  readonly value: Span;
}

/** A map or a list in the text. */
export type Collection = YAMLMap | YAMLSeq;

export function isFlow(collection: Collection): boolean {
  return collection.srcToken?.type === "flow-collection";
}

/** Whether a value takes lines of its own below its name: a block map or list, or a text after `|` or `>`. */
export function isBlock(node: unknown): boolean {
  if (isCollection(node)) return !isFlow(node as Collection) && (node as Collection).items.length > 0;
  return isScalar(node) && (node.type === "BLOCK_LITERAL" || node.type === "BLOCK_FOLDED");
}

/** The entries of a map or list in their order. Throws `EditRefusal` for a form that is not edited. */
export function entriesOf(node: unknown): readonly Entry[] {
  if (isMap(node))
    return node.items.map((pair) => pairEntry(pair.key, pair.value, pair.srcToken as CST.CollectionItem));
  if (!isSeq(node)) throw new EditRefusal(isAlias(node) ? "an alias stands there" : "it is not a map or list");
  const tokens: readonly CST.CollectionItem[] = node.srcToken && "items" in node.srcToken ? node.srcToken.items : [];
  const items = tokens.filter(
    ({ start, value }) => value !== undefined || start.some(({ type }) => type === "seq-item-ind"),
  );
  return node.items.map((item, index) => itemEntry(item, items[index]));
}

function pairEntry(key: unknown, node: unknown, token: CST.CollectionItem | undefined): Entry {
  const range = (key as ParsedNode | null)?.range;
  const colon = token?.sep?.find(({ type }) => type === "map-value-ind");
  if (!range || !token || token.start.some(({ type }) => type === "explicit-key-ind")) {
    throw new EditRefusal("its name is written in an unusual way");
  }
  const afterIndicator = colon ? colon.offset + 1 : range[1];
  const name = isScalar(key) ? String(key.value) : "";
  return { name, node, start: range[0], afterIndicator, value: valueSpan(node, token.sep ?? [], afterIndicator) };
}

function itemEntry(node: unknown, token: CST.CollectionItem | undefined): Entry {
  const dash = token?.start.find(({ type }) => type === "seq-item-ind");
  const begin = valueSpan(node, token?.start ?? [], dash ? dash.offset + 1 : startOf(node));
  const start = dash?.offset ?? begin.start;
  return { name: undefined, node, start, afterIndicator: dash ? dash.offset + 1 : begin.start, value: begin };
}

function valueSpan(node: unknown, before: readonly CST.SourceToken[], fallback: number): Span {
  const properties = before.filter(({ type }) => type === "anchor" || type === "tag");
  const [first] = properties;
  const last = properties.at(-1);
  const propertiesEnd = last ? last.offset + last.source.length : fallback;
  if (isScalar(node) && node.source === "" && node.value === null) {
    return { start: first?.offset ?? fallback, end: propertiesEnd };
  }
  return { start: first?.offset ?? startOf(node), end: endOf(node) };
}

function startOf(node: unknown): number {
  return (node as ParsedNode | null)?.range?.[0] ?? 0;
}

/** Where a value's last character ends; the comments behind it are not its own. */
function endOf(node: unknown): number {
  if (isCollection(node) && !isFlow(node as Collection)) return entriesOf(node).at(-1)?.value.end ?? startOf(node);
  return (node as ParsedNode | null)?.range?.[1] ?? 0;
}
