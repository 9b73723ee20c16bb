import { isDeepStrictEqual } from "node:util";
import { isScalar, isSeq } from "yaml";
import { messageOf } from "../../errors.ts";
import { appendToEmpty, insertInBlock, removeFromBlock, replaceInBlock } from "./block.ts";
import { type Collection, type Entry, entriesOf, isFlow } from "./entries.ts";
import { insertInFlow, removeFromFlow, replaceInFlow } from "./flow.ts";
import { ParsedText } from "./parsed-text.ts";
import { EditRefusal } from "./refusal.ts";
import { type Step, stepsBetween } from "./steps.ts";

/** Bounds what aliases of aliases multiply into; a configuration that has been read is far below. */
const mostAliases = 10_000;

/** The map or list that a step changes, and the entry that it is the value of. */
interface Spot {
  readonly collection: Collection;
  readonly entries: readonly Entry[];
  /** `undefined` for the whole text. */
  readonly holder: Entry | undefined;
}

/** The data of a YAML text, without anything filled in: a `!secret` is its name. Throws `EditRefusal` when it is not YAML. */
export function dataOf(text: string): unknown {
  const { document } = parse(text).file;
  try {
    return document.toJS({ maxAliasCount: mostAliases }) ?? {};
  } catch (error) {
    throw new EditRefusal(`an alias would not be understood (${messageOf(error)})`);
  }
}

/**
 * The text that says `wanted` instead of what it says now. Everything that need not change is left as it is, to the byte: order,
 * quotes, blank lines, anchors; a comment is never lost. Throws `EditRefusal` when that is not possible.
 */
export function editText(text: string, wanted: unknown): string {
  const edited = stepsBetween(dataOf(text), wanted).reduce(takeStep, text);
  // An anchor shares its value with every alias: an edit there changes more than was asked for.
  if (!isDeepStrictEqual(dataOf(edited), wanted)) throw new EditRefusal("other settings share it through an anchor");
  return edited;
}

function takeStep(text: string, step: Step): string {
  const parsed = parse(text);
  const { contents } = parsed.file.document;
  const name = step.path.at(-1);
  if (name === undefined) throw new EditRefusal("the file is not a map of settings");
  const value = step.kind === "delete" ? undefined : step.value;
  if (contents === null || isScalar(contents)) return appendToEmpty(parsed, name, value);

  const { collection, entries, holder } = findSpot(contents, step.path.slice(0, -1));
  const found = isSeq(collection) ? Number(name) : entries.findIndex((entry) => entry.name === name);
  if (step.kind === "delete") return remove(parsed, { collection, entries, holder }, found);
  const entry = entries[found];
  if (entry && step.kind === "set") {
    return isFlow(collection) ? replaceInFlow(parsed, entry, value) : replaceInBlock(parsed, entry, value);
  }
  const added = isSeq(collection) ? { index: found, name: undefined, value } : { index: entries.length, name, value };
  return isFlow(collection) ? insertInFlow(parsed, collection, entries, added) : insertInBlock(parsed, entries, added);
}

function findSpot(contents: unknown, path: readonly string[]): Spot {
  let node = contents;
  let holder: Entry | undefined;
  for (const segment of path) {
    const entries = entriesOf(node);
    holder = isSeq(node) ? entries[Number(segment)] : entries.find(({ name }) => name === segment);
    node = holder?.node;
  }
  return { entries: entriesOf(node), collection: node as Collection, holder };
}

function remove(parsed: ParsedText, { collection, entries, holder }: Spot, index: number): string {
  if (isFlow(collection)) return removeFromFlow(parsed, collection, entries, index);
  // Without entries a block map would turn into nothing, which is another value.
  const isLast = entries.length === 1 && holder !== undefined;
  return isLast ? replaceInBlock(parsed, holder, isSeq(collection) ? [] : {}) : removeFromBlock(parsed, entries, index);
}

function parse(text: string): ParsedText {
  const parsed = new ParsedText(text);
  if (parsed.file.problems.length > 0) throw new EditRefusal("it is not valid YAML");
  return parsed;
}
