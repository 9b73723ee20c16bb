import { type Alias, type Document, visit, type YAMLError } from "yaml";

/** What a person should know of a YAML error, by the parser's code; other codes keep the parser's own message. */
const explanations: Partial<Record<YAMLError["code"], string>> = {
  BLOCK_AS_IMPLICIT_KEY: "a value cannot start a block of its own on this line; put text with a colon in quotes",
  DUPLICATE_KEY: "this setting stands here twice; keep one of them",
  MULTIPLE_DOCS: "only one YAML document is read; remove the `---` line",
  NON_STRING_KEY: "the name of a setting must be text",
  TAB_AS_INDENT: "a tab cannot indent YAML; use spaces",
};

/** The message for one error or warning of the YAML parser. */
export function explainYamlError(error: YAMLError): string {
  const message = explanations[error.code] ?? lowerFirst(error.message);
  return `not valid YAML: ${message}`;
}

/** What is wrong with the aliases of a document that could not be turned into data, and the offset of the culprit. */
export function explainAliases(document: Document.Parsed): { readonly offset: number; readonly message: string } {
  const unresolved: Alias[] = [];
  visit(document, {
    Alias: (_, alias) => {
      if (!alias.resolve(document)) unresolved.push(alias);
    },
  });
  const [first] = unresolved;
  return {
    offset: first?.range?.[0] ?? 0,
    message: first
      ? `not valid YAML: the alias *${first.source} has no anchor &${first.source} before it`
      : "not valid YAML: aliases of aliases multiply into more data than a configuration can have",
  };
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
