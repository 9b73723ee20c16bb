import type { YAMLError } from "yaml";

/** What a person should know of a YAML error, by the parser's code; other codes keep the parser's own message. */
const explanations: Partial<Record<YAMLError["code"], string>> = {
  BLOCK_AS_IMPLICIT_KEY: "a value cannot start a block of its own on this line; put text with a colon in quotes",
  MULTIPLE_DOCS: "only one YAML document is read; remove the `---` line",
  NON_STRING_KEY: "the name of a setting must be text",
  TAB_AS_INDENT: "a tab cannot indent YAML; use spaces",
};

/** The message for one error or warning of the YAML parser. */
export function explainYamlError(error: YAMLError): string {
  const message = explanations[error.code] ?? lowerFirst(error.message);
  return `not valid YAML: ${message}`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
