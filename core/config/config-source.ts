import { createHash } from "node:crypto";
import type { ErrorObject } from "ajv/dist/2020.js";
import { createAjv } from "../schemas/ajv.ts";
import type { JsonSchema } from "../sdk/index.ts";
import { type Coercion, coerceAt, coercionOf } from "./coerce.ts";
import { ConfigFolder } from "./config-folder.ts";
import type { Variables } from "./environment.ts";
import { textFormats } from "./formats.ts";
import { type Override, withOverrides } from "./overrides.ts";
import type { ConfigProblem } from "./problem.ts";
import { Resolver } from "./resolve.ts";
import { explainSchemaErrors, segmentsOf } from "./schema-problems.ts";
import { Secrets } from "./secrets.ts";
import { isHidden, type PositionOf, type Setting, settingsAlong } from "./setting.ts";
import { YamlFile } from "./yaml-file.ts";

/** A part of the file, checked. The value has its defaults filled in; it is only good when there are no problems. */
export interface Validated<Value> {
  readonly value: Value;
  readonly problems: readonly ConfigProblem[];
}

/** A configuration as it was read: its data, and where each setting of it stands in which file. */
export class ConfigSource {
  /** The main file, as problems name it. */
  readonly file: string;
  /** The main file's text. */
  readonly text: string;
  /** Every file that it was read from, or would have been if it existed. */
  readonly files: readonly string[];
  /** A digest of the text: another one means that someone has edited it. Not for those who may not see the text. */
  readonly version: string;
  /** What is wrong with the YAML itself, and with what it refers to. The data is empty when the main file is not YAML. */
  readonly problems: readonly ConfigProblem[];
  /** What is not wrong, but unwise. */
  readonly warnings: readonly string[];
  readonly #root: Setting;

  /** `file` is the path of the main file; files that it includes are read from beside it. `overrides` win over it. */
  constructor(file: string, text: string, variables: Variables = {}, overrides: readonly Override[] = []) {
    const folder = new ConfigFolder(file);
    const secrets = new Secrets(folder, file);
    const resolver = new Resolver({ folder, variables, secret: (name) => secrets.get(name) });
    this.file = file;
    this.text = text;
    this.#root = withOverrides(resolver.read(new YamlFile(file, text)), overrides, variables);
    this.files = [...new Set([file, folder.pathOf("secrets.yaml", file), ...folder.files])];
    this.problems = [...resolver.problems, ...secrets.problems];
    this.warnings = secrets.warnings;
    this.version = createHash("sha256").update(text).digest("base64url").slice(0, 16);
  }

  /** Checks what stands at a JSON pointer (`/integrations/agent`). What is absent or empty is checked as an empty map or list. */
  validate<Value>(pointer: string, schema: JsonSchema): Validated<Value> {
    const path = segmentsOf(pointer);
    let value: unknown = structuredClone(this.setting(path)?.value ?? (schema["type"] === "array" ? [] : {}));
    const ajv = createAjv({ allErrors: true, useDefaults: true, verbose: true });
    for (const [name, { isValid }] of Object.entries(textFormats)) ajv.addFormat(name, isValid);
    const check = ajv.compile<Value>(schema);
    if (check(value)) return { value, problems: [] };
    const coercions = (check.errors ?? []).flatMap((error) => this.#coercion(error, path));
    for (const coercion of coercions) value = coerceAt(value, coercion);
    if (coercions.length > 0 && check(value)) return { value, problems: [] };
    return { value: value as Value, problems: this.#explain(check.errors ?? [], path) };
  }

  /** The names written in the map at a JSON pointer, with their values. */
  entries(pointer: string): readonly (readonly [name: string, value: unknown])[] {
    const value = this.setting(segmentsOf(pointer))?.value;
    return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
  }

  /** The setting at a path; `undefined` when it is not written. */
  setting(path: readonly string[]): Setting | undefined {
    const along = settingsAlong(this.#root, path);
    return along.length > path.length ? along.at(-1) : undefined;
  }

  /** The settings on the way to a path, from the whole on; as many as are written. */
  along(path: readonly string[]): readonly Setting[] {
    return settingsAlong(this.#root, path);
  }

  /** A problem with the setting at a path, or with the nearest one above that is written. */
  problemAt(path: readonly string[], of: PositionOf, message: string): ConfigProblem {
    const along = this.along(path);
    const nearest = along.at(-1) ?? this.#root;
    const { file, offset } = of === "key" || along.length <= path.length ? nearest.key : nearest.at;
    return file.problem(offset, message);
  }

  #explain(errors: readonly ErrorObject[], path: readonly string[]): ConfigProblem[] {
    const origins = (at: readonly string[]) => this.along(at).map(({ origin }) => origin);
    return explainSchemaErrors(errors, path, (at) => origins(at).some(isHidden))
      .filter((problem) => problem.of === "key" || !origins(problem.path).some(({ kind }) => kind === "broken"))
      .map((problem) => this.problemAt(problem.path, problem.of, problem.message));
  }

  /** A secret or a variable is always text; where the schema asks for a number or a boolean, it is read as one. */
  #coercion(error: ErrorObject, path: readonly string[]): Coercion[] {
    const at = segmentsOf(error.instancePath);
    const setting = this.setting([...path, ...at]);
    const coercion = setting && isHidden(setting.origin) ? coercionOf(error, at) : undefined;
    return coercion ? [coercion] : [];
  }
}
