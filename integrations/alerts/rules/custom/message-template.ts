/** What a message may put in, by its name in the template. */
export const placeholders = [
  "machine.name",
  "machine.id",
  "entity.name",
  "entity.id",
  "instance",
  "value",
  "threshold",
] as const;
const attributePrefix = "attributes.";
const form = /\{\{\s*([^{}]*?)\s*\}\}/g;
/** A message is one line, for a phone. */
const longest = 300;

/** What is put in for a placeholder; `undefined` for an attribute that is not there. */
export type Filling = (placeholder: string) => string | undefined;

/** Puts facts into a template such as `{{ machine.name }} is at {{ value }}`. Nothing else is done with what it holds. */
export function fillTemplate(template: string, filling: Filling): string {
  const text = template.replaceAll(form, (_, name: string) => filling(name) ?? "unknown");
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

/** What is wrong with a template, in words that stand after its name; `null` when nothing is. */
export function whyNoTemplate(template: string): string | null {
  const unknown = [...template.matchAll(form)].map(([, name = ""]) => name).find((name) => !isPlaceholder(name));
  const known = `{{ ${placeholders.join(" }}, {{ ")} }} and {{ ${attributePrefix}<name> }}`;
  if (unknown !== undefined) return `names {{ ${unknown} }}, which there is not; there are ${known}`;
  if (/\{\{|\}\}/.test(template.replaceAll(form, ""))) return "has a {{ or }} without the other";
  return null;
}

function isPlaceholder(name: string): boolean {
  return placeholders.some((known) => known === name) || /^attributes\.\w+$/.test(name);
}
