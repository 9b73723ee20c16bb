import {
  type Document,
  type DocumentOptions,
  LineCounter,
  type ParseOptions,
  parseDocument,
  type ScalarTag,
  type SchemaOptions,
} from "yaml";
import { positionAt } from "./positions.ts";
import type { ConfigProblem } from "./problem.ts";
import { explainYamlError } from "./yaml-problems.ts";

/** How every text of the configuration is parsed. That no name stands twice is checked by the reader, in linear time. */
const parserOptions = {
  version: "1.2",
  prettyErrors: false,
  stringKeys: true,
  uniqueKeys: false,
  keepSourceTokens: true,
  customTags: [scalarTag("!secret"), scalarTag("!include")],
} satisfies ParseOptions & DocumentOptions & SchemaOptions;

/** One YAML text: its nodes, and where they stand. */
export class YamlFile {
  /** The name that problems are reported under. */
  readonly name: string;
  readonly text: string;
  /** Empty when the text is not YAML. */
  readonly document: Document.Parsed;
  /** What is wrong with it as YAML. */
  readonly problems: readonly ConfigProblem[];
  readonly #lines = new LineCounter();

  constructor(name: string, text: string) {
    this.name = name;
    this.text = text;
    const { document, problems } = this.#parse();
    this.document = document;
    this.problems = problems;
  }

  /** A problem with what stands at an offset into the text. */
  problem(offset: number, message: string): ConfigProblem {
    return { file: this.name, ...positionAt(this.#lines, offset), message };
  }

  #parse(): Pick<YamlFile, "document" | "problems"> {
    try {
      const document = parseDocument(this.text, { ...parserOptions, lineCounter: this.#lines });
      const errors = [...document.errors, ...document.warnings];
      const problems = errors.map((error) => this.problem(error.pos[0], explainYamlError(error)));
      if (problems.length === 0) return { document, problems };
      return { document: parseDocument(""), problems: firstOfEachPlace(problems) };
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return { document: parseDocument(""), problems: [this.problem(0, "not valid YAML: it is nested too deeply")] };
    }
  }
}

/** The parser often reports what follows from an error as a second one at the same place. */
function firstOfEachPlace(problems: readonly ConfigProblem[]): ConfigProblem[] {
  const places = new Map(problems.toReversed().map((problem) => [`${problem.line}:${problem.column}`, problem]));
  return [...places.values()];
}

function scalarTag(tag: string): ScalarTag {
  return { tag, identify: () => false, resolve: (text) => text };
}
