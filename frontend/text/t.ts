import { english } from "./english.ts";

type Texts = typeof english;

/** Names a text of the dashboard. */
export type TextKey = keyof Texts;

type Placeholders<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never;
type Wording<Key extends TextKey> = Texts[Key] extends string
  ? Texts[Key]
  : Extract<Texts[Key], { other: string }>["other"];

/** Names a text that has no placeholders. */
export type PlainTextKey = {
  [Key in TextKey]: Placeholders<Wording<Key>> extends never ? Key : never;
}[TextKey];

type Values<Key extends TextKey> = { readonly [Name in Placeholders<Wording<Key>>]: string | number };
type Arguments<Key extends TextKey> = Placeholders<Wording<Key>> extends never ? [] : [values: Values<Key>];

const plural = new Intl.PluralRules("en");
const number = new Intl.NumberFormat();

/**
 * A text for the user, with its placeholders filled in. A text with several forms is chosen by `count`. Numbers are
 * written the way the reader's locale writes them. The result is plain text, never HTML.
 */
export function t<Key extends TextKey>(key: Key, ...[values]: Arguments<Key>): string {
  const given: Readonly<Record<string, string | number>> = values ?? {};
  return wording(key, Number(given["count"])).replaceAll(/\{(\w+)\}/g, (_, name: string) => written(given[name]));
}

function wording(key: TextKey, count: number): string {
  const text: string | { readonly one: string; readonly other: string } = english[key];
  if (typeof text === "string") return text;
  return plural.select(count) === "one" ? text.one : text.other;
}

function written(value: string | number | undefined): string {
  return typeof value === "number" ? number.format(value) : (value ?? "");
}
