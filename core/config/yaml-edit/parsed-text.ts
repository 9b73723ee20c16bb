import type { CST } from "yaml";
import { YamlFile } from "../yaml-file.ts";
import type { Layout } from "./render.ts";

/** A piece of the text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A text as its editor sees it: what stands where, down to commas and comments. */
export class ParsedText {
  readonly text: string;
  readonly file: YamlFile;
  readonly layout: Layout;
  readonly #tokens: readonly CST.SourceToken[];

  constructor(text: string) {
    this.text = text;
    this.file = new YamlFile("", text);
    this.layout = { step: indentStep(text), newline: text.includes("\r\n") ? "\r\n" : "\n" };
    this.#tokens = leafTokens(this.file.document.contents?.srcToken, new Set());
  }

  /** The tokens of a kind in a piece of the text. */
  tokens(type: CST.SourceToken["type"], { start, end }: Span): readonly CST.SourceToken[] {
    return this.#tokens.filter((token) => token.type === type && token.offset >= start && token.offset < end);
  }

  /** Where the line of an offset begins. */
  lineStart(offset: number): number {
    return this.text.lastIndexOf("\n", offset - 1) + 1;
  }

  /** Where the line of an offset ends, before its line break. */
  lineEnd(offset: number): number {
    const end = this.text.indexOf("\n", offset);
    if (end < 0) return this.text.length;
    return end > offset && this.text[end - 1] === "\r" ? end - 1 : end;
  }

  /** The text before an offset on its own line. */
  before(offset: number): string {
    return this.text.slice(this.lineStart(offset), offset);
  }

  /** The text with a piece of it replaced. */
  splice({ start, end }: Span, replacement: string): string {
    return this.text.slice(0, start) + replacement + this.text.slice(end);
  }
}

/** The leaves of the parser's tree of tokens that a kind can be asked of. */
function leafTokens(token: unknown, seen: Set<unknown>): CST.SourceToken[] {
  if (typeof token !== "object" || token === null || seen.has(token)) return [];
  seen.add(token);
  if (Array.isArray(token)) return token.flatMap((item) => leafTokens(item, seen));
  const children = Object.values(token).flatMap((child) => leafTokens(child, seen));
  const isLeaf = "type" in token && "offset" in token && "source" in token;
  return isLeaf ? [token as CST.SourceToken, ...children] : children;
}

/** By how much the first line that is indented at all is indented. */
function indentStep(text: string): number {
  return /^( {1,8})[^\s#-]/m.exec(text)?.[1]?.length ?? 2;
}
