import { Document, type ToStringOptions, visit } from "yaml";

/** How a text is laid out, so that what is added looks like the rest of it. */
export interface Layout {
  /** Spaces by which each level is indented. */
  readonly step: number;
  readonly newline: string;
}

/** Every text stays on one line, however long. */
const style = { lineWidth: 0, doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER } as const;

/** Whether a value is written on the line of its name: everything but a map or list with something in it. */
export function isInline(value: unknown): boolean {
  return typeof value !== "object" || value === null || Object.keys(value).length === 0;
}

/** A value on one line: `5`, `"5"`, `[]`. */
export function renderInline(value: unknown): string {
  const text = render([value], { collectionStyle: "flow" });
  return text.slice(1, -1).trim();
}

/** An entry on one line, as it stands between braces or brackets: `local: true`. A list's entry has no name. */
export function renderFlowEntry(name: string | undefined, value: unknown): string {
  if (name === undefined) return renderInline(value);
  return render(mapOf(name, value), { collectionStyle: "flow" }).slice(1, -1).trim();
}

/** An entry on lines of its own, indented: `agent:` and below it `local: true`; `- nas` in a list. */
export function renderBlockEntry(name: string | undefined, value: unknown, indent: string, layout: Layout): string {
  const text = render(name === undefined ? [value] : mapOf(name, value), { indent: layout.step });
  return indentLines(text, indent, layout.newline);
}

/** A map or list on lines of its own, indented. */
export function renderBlock(value: unknown, indent: string, layout: Layout): string {
  return indentLines(render(value, { indent: layout.step }), indent, layout.newline);
}

function render(value: unknown, options: ToStringOptions): string {
  const document = new Document(value, { version: "1.2", aliasDuplicateObjects: false });
  visit(document, {
    Scalar: (_, scalar) => {
      if (typeof scalar.value === "string" && scalar.value.includes("\n")) scalar.type = "QUOTE_DOUBLE";
    },
  });
  return document.toString({ ...style, ...options }).trimEnd();
}

/** With the name as the map's own, also when it is `__proto__`. */
function mapOf(name: string, value: unknown): object {
  return Object.fromEntries([[name, value]]);
}

function indentLines(text: string, indent: string, newline: string): string {
  return text
    .split("\n")
    .map((line) => `${indent}${line}`)
    .join(newline);
}
