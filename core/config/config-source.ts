import { type Document, LineCounter, parseDocument } from "yaml";
import { createAjv } from "../schemas/ajv.ts";
import type { JsonSchema } from "../sdk/index.ts";
import { textFormats } from "./formats.ts";
import { locate, type PositionOf, positionAt } from "./positions.ts";
import type { ConfigProblem } from "./problem.ts";
import { explainSchemaErrors, segmentsOf } from "./schema-problems.ts";
import { explainAliases, explainYamlError } from "./yaml-problems.ts";

/** A part of the file, checked. The value has its defaults filled in; it is only good when there are no problems. */
export interface Validated<Value> {
  readonly value: Value;
  readonly problems: readonly ConfigProblem[];
}

/** A configuration file as it was read: its data, and where each setting of it stands. */
export class ConfigSource {
  readonly file: string;
  /** What is wrong with the YAML itself. The data is empty then. */
  readonly problems: readonly ConfigProblem[];
  readonly #document: Document.Parsed;
  readonly #lines = new LineCounter();
  readonly #data: unknown;

  /** `file` is the name that problems are reported under. */
  constructor(file: string, text: string) {
    this.file = file;
    this.#document = parseDocument(text, {
      version: "1.2",
      lineCounter: this.#lines,
      prettyErrors: false,
      stringKeys: true,
    });
    const { data, problems } = this.#read();
    this.#data = data;
    this.problems = problems;
  }

  /** Checks what stands at a JSON pointer (`/integrations/agent`). What is absent or empty is checked as an empty map. */
  validate<Value>(pointer: string, schema: JsonSchema): Validated<Value> {
    const path = segmentsOf(pointer);
    const value = structuredClone(this.#at(path) ?? {});
    const ajv = createAjv({ allErrors: true, useDefaults: true, verbose: true });
    for (const [name, { isValid }] of Object.entries(textFormats)) ajv.addFormat(name, isValid);
    const check = ajv.compile<Value>(schema);
    if (check(value)) return { value, problems: [] };
    const problems = explainSchemaErrors(check.errors ?? [], path);
    return {
      value: value as Value,
      problems: problems.map((problem) => this.problemAt(problem.path, problem.of, problem.message)),
    };
  }

  /** The names written in the map at a JSON pointer, with their values. */
  entries(pointer: string): readonly (readonly [name: string, value: unknown])[] {
    const value = this.#at(segmentsOf(pointer));
    return typeof value === "object" && value !== null ? Object.entries(value) : [];
  }

  /** A problem with the setting at a path. */
  problemAt(path: readonly string[], of: PositionOf, message: string): ConfigProblem {
    return { file: this.file, ...locate(this.#document, this.#lines, path, of), message };
  }

  #at(path: readonly string[]): unknown {
    return path.reduce<unknown>((value, name) => (hasOwn(value, name) ? value[name] : undefined), this.#data);
  }

  #read(): { data: unknown; problems: ConfigProblem[] } {
    const errors = [...this.#document.errors, ...this.#document.warnings];
    if (errors.length > 0) {
      const problems = errors.map((error) => this.#problemIn(error.pos[0], explainYamlError(error)));
      return { data: {}, problems: firstOfEachPlace(problems) };
    }
    try {
      return { data: this.#document.toJS() ?? {}, problems: [] };
    } catch {
      const { offset, message } = explainAliases(this.#document);
      return { data: {}, problems: [this.#problemIn(offset, message)] };
    }
  }

  #problemIn(offset: number, message: string): ConfigProblem {
    return { file: this.file, ...positionAt(this.#lines, offset), message };
  }
}

/** The parser often reports what follows from an error as a second one at the same place. */
function firstOfEachPlace(problems: readonly ConfigProblem[]): ConfigProblem[] {
  const places = new Map(problems.toReversed().map((problem) => [`${problem.line}:${problem.column}`, problem]));
  return [...places.values()];
}

function hasOwn(value: unknown, name: string): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name);
}
