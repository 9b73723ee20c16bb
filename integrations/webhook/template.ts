import type { DeliveryContext, Json, Notification } from "../../core/sdk/index.ts";

/** A message, and how it is told. */
export interface Told extends Pick<DeliveryContext, "headline" | "link"> {
  readonly notification: Notification;
}

/** What may stand between `{{` and `}}`. What a message does not have is empty. */
const fields: Readonly<Record<string, (told: Told) => string>> = {
  id: ({ notification }) => notification.id,
  subject: ({ notification }) => notification.subject,
  kind: ({ notification }) => notification.kind,
  severity: ({ notification }) => notification.severity,
  type: ({ notification }) => notification.type,
  headline: ({ headline }) => headline,
  title: ({ notification }) => notification.title,
  text: ({ notification }) => notification.text ?? "",
  "machine.id": ({ notification }) => notification.machine?.id ?? "",
  "machine.name": ({ notification }) => notification.machine?.name ?? "",
  "machine.tags": ({ notification }) => notification.machine?.tags.join(", ") ?? "",
  facts: ({ notification }) => notification.facts.map(({ label, value }) => `${label}: ${value}`).join("\n"),
  causes: ({ notification }) => notification.causes.join("\n"),
  suggestion: ({ notification }) => notification.suggestion ?? "",
  url: ({ link }) => link ?? "",
  at: ({ notification }) => new Date(notification.at).toISOString(),
};

const placeholder = /\{\{\s*(.*?)\s*\}\}/gs;

/** A template with what the message says in its placeholders; in a map or a list, in every text of it. */
export function fillIn(template: Json, told: Told, quote: (text: string) => string = (text) => text): Json {
  if (typeof template === "string") {
    return template.replace(placeholder, (_, name: string) =>
      quote(Object.hasOwn(fields, name) ? (fields[name]?.(told) ?? "") : ""),
    );
  }
  if (typeof template !== "object" || template === null) return template;
  if (Array.isArray(template)) return template.map((item) => fillIn(item, told, quote));
  return Object.fromEntries(Object.entries(template).map(([name, item]) => [name, fillIn(item, told, quote)]));
}

/** A text as it stands within the quotes of a JSON string. */
export function escapeForJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** The placeholders of a template that no message can fill in. */
export function unknownPlaceholders(template: Json): readonly string[] {
  if (typeof template === "string") {
    return [...template.matchAll(placeholder)]
      .map(([, name = ""]) => name)
      .filter((name) => !Object.hasOwn(fields, name));
  }
  if (typeof template !== "object" || template === null) return [];
  return Object.values(template).flatMap(unknownPlaceholders);
}

/** What may stand in a template, for people. */
export const knownPlaceholders = Object.keys(fields).join(", ");
