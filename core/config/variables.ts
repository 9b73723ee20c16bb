import type { Variables } from "./environment.ts";

/** `${NAME}` or `${NAME:-default}`; `$${` is how a text says `${` itself. */
const reference = /\$\$\{|\$\{(?<name>[A-Za-z_][A-Za-z0-9_]*)(?::-(?<fallback>[^}]*))?\}/g;
const opening = /\$?\$\{/g;

/** A text with its variables filled in: which ones it names, and which of them are not set. */
export interface ExpandedText {
  readonly text: string;
  readonly names: readonly string[];
  readonly missing: readonly string[];
  /** True when a `${` begins something else than a name. */
  readonly isMalformed: boolean;
}

/** Fills in `${NAME}` and `${NAME:-default}`. The default also stands for an empty variable, as in a shell. */
export function expandVariables(written: string, variables: Variables): ExpandedText {
  const names: string[] = [];
  const missing: string[] = [];
  let matches = 0;
  const text = written.replace(reference, (match, name: string | undefined, fallback: string | undefined) => {
    matches++;
    if (name === undefined) return match.slice(1);
    names.push(name);
    const value = (Object.hasOwn(variables, name) ? variables[name] : undefined) || fallback;
    if (value === undefined) missing.push(name);
    return value ?? "";
  });
  return { text, names, missing, isMalformed: (written.match(opening)?.length ?? 0) > matches };
}

/** A text that is read back as it is, whatever it holds. */
export function escapeVariables(text: string): string {
  return text.replaceAll("${", () => "$${");
}
