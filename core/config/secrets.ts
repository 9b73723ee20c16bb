import { isMap, isScalar } from "yaml";
import type { ConfigFolder } from "./config-folder.ts";
import { nearestName } from "./nearest-name.ts";
import type { ConfigProblem } from "./problem.ts";
import { YamlFile } from "./yaml-file.ts";

/** A secret's text, or why there is none. */
export type SecretAnswer = { readonly text: string } | { readonly reason: string };

/** secrets.yaml: one map of names and texts. It is read when the first secret is asked for. */
export class Secrets {
  /** What is wrong with the file. Never says what stands in it. */
  readonly problems: ConfigProblem[] = [];
  readonly warnings: string[] = [];
  readonly #folder: ConfigFolder;
  readonly #file: string;
  #texts: ReadonlyMap<string, string | null> | undefined;

  /** `configFile` is the file that it stands beside. */
  constructor(folder: ConfigFolder, configFile: string) {
    this.#folder = folder;
    this.#file = folder.pathOf("secrets.yaml", configFile);
  }

  get(name: string): SecretAnswer {
    this.#texts ??= this.#read();
    const text = this.#texts.get(name);
    if (text) return { text };
    if (text === null) return { reason: `the secret ${name} in ${this.#file} is not a text` };
    const nearest = nearestName(name, [...this.#texts.keys()]);
    const question = nearest === undefined ? "" : `; did you mean "${nearest}"?`;
    return { reason: `there is no secret "${name}" in ${this.#file}${question}` };
  }

  #read(): ReadonlyMap<string, string | null> {
    const answer = this.#folder.read(this.#file) ?? { text: "" };
    if ("reason" in answer) {
      this.problems.push({ file: this.#file, line: 1, column: 1, message: `cannot be read: ${answer.reason}` });
      return new Map();
    }
    const readers = this.#folder.readers(this.#file);
    if (readers) this.warnings.push(`${this.#file} can be read by ${readers}; run: chmod 600 ${this.#file}`);
    return this.#textsOf(new YamlFile(this.#file, answer.text));
  }

  #textsOf(file: YamlFile): ReadonlyMap<string, string | null> {
    // The parser's own words may quote the text.
    const message = "not valid YAML: each line must be a name, a colon and the secret; put secrets in quotes";
    this.problems.push(...file.problems.map((problem) => ({ ...problem, message })));
    const { contents } = file.document;
    if (contents !== null && !isMap(contents)) this.problems.push(file.problem(0, message));
    const pairs = isMap(contents) ? contents.items : [];
    return new Map(pairs.map(({ key, value }) => [String(isScalar(key) ? key.value : key), textOf(value)]));
  }
}

/** As it is written, so that a secret of digits keeps its leading zeros. `null` for what is empty or no scalar. */
function textOf(node: unknown): string | null {
  if (!isScalar(node) || node.value === null) return null;
  return typeof node.value === "string" ? node.value : (node.source ?? null);
}
