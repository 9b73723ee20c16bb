import type { ErrorObject } from "ajv/dist/2020.js";
import { textFormats } from "./formats.ts";
import { adviceFor, nearestName } from "./nearest-name.ts";

/** One breach of a schema: which setting, and a sentence about it. */
export interface SchemaProblem {
  readonly path: readonly string[];
  /** `key` when the setting should not be there or misses something, `value` when its value is wrong. */
  readonly of: "key" | "value";
  readonly message: string;
}

type Schema = Readonly<Record<string, unknown>>;

/** Whether the value at a path must not be shown. */
export type IsHidden = (path: readonly string[]) => boolean;

/** Turns ajv's errors (made with `verbose` and `allErrors`) into problems that say what is allowed. */
export function explainSchemaErrors(
  errors: readonly ErrorObject[],
  parent: readonly string[],
  isHidden: IsHidden = () => false,
): SchemaProblem[] {
  const choices = errors.filter(isChoice).map((error) => `${error.schemaPath}/`);
  return errors
    .filter((error) => error.keyword !== "if" && !choices.some((choice) => error.schemaPath.startsWith(choice)))
    .map((error) => explain(error, [...parent, ...segmentsOf(error.instancePath)], isHidden));
}

function explain(error: ErrorObject, path: readonly string[], isHidden: IsHidden): SchemaProblem {
  const schema = (error.parentSchema ?? {}) as Schema;
  if (error.keyword === "additionalProperties" || error.keyword === "unevaluatedProperties") {
    const name = String(error.params["additionalProperty"] ?? error.params["unevaluatedProperty"]);
    const unknown = [...path, name];
    const allowed = Object.keys((schema["properties"] ?? {}) as Schema);
    return { path: unknown, of: "key", message: `${label(unknown)} is not a known setting${adviceFor(name, allowed)}` };
  }
  if (error.keyword === "required") {
    return { path, of: "key", message: `${label([...path, String(error.params["missingProperty"])])} is missing` };
  }
  const must = `${label(path)} must ${rule(error, schema)}`;
  const isSecret = schema["writeOnly"] === true || isHidden(path);
  if (isSecret) return { path, of: "value", message: must };
  return { path, of: "value", message: `${must}${butIs(error.data)}${closeChoice(error.data, schema)}` };
}

/** The rule that a value broke, to stand after "must". */
function rule(error: ErrorObject, schema: Schema): string {
  const limit = error.params["limit"];
  switch (error.keyword) {
    case "type":
    case "enum":
    case "const":
      return `be ${describeSchema(schema)}`;
    case "anyOf":
    case "oneOf":
      return `be ${joinChoices((error.schema as Schema[]).map(describeSchema))}`;
    case "minimum":
    case "maximum":
      return `be ${range(schema)}`;
    case "exclusiveMinimum":
      return `be more than ${limit}`;
    case "exclusiveMaximum":
      return `be less than ${limit}`;
    case "minLength":
      return limit === 1 ? "not be empty" : `have at least ${limit} characters`;
    case "maxLength":
      return `have at most ${limit} characters`;
    case "minItems":
      return `list at least ${limit}`;
    case "maxItems":
      return `list at most ${limit}`;
    case "format":
      return `be ${textFormats[String(error.params["format"])]?.allowed ?? error.params["format"]}`;
    case "pattern":
      return Array.isArray(schema["examples"])
        ? `be written like ${joinChoices(schema["examples"].map(String))}`
        : `match ${error.params["pattern"]}`;
    default:
      return (error.message ?? "be different").replace(/^must /, "");
  }
}

/** What a schema allows, to stand after "must be": `a number`. */
export function describeSchema(schema: Schema): string {
  if ("const" in schema) return JSON.stringify(schema["const"]);
  if (Array.isArray(schema["enum"])) return joinChoices(schema["enum"].map((value) => JSON.stringify(value)));
  const names: Readonly<Record<string, string>> = {
    object: "a map of settings",
    array: "a list",
    string: "text",
    number: "a number",
    integer: "a whole number",
    boolean: "true or false",
    null: "empty",
  };
  return joinChoices([schema["type"]].flat().map((type) => names[String(type)] ?? String(type)));
}

/** The limits of a number: `from 1 to 10`. */
export function range(schema: Schema): string {
  const { minimum, maximum } = schema;
  if (minimum !== undefined && maximum !== undefined) return `from ${minimum} to ${maximum}`;
  return minimum === undefined ? `at most ${maximum}` : `at least ${minimum}`;
}

function closeChoice(value: unknown, schema: Schema): string {
  const allowed = (Array.isArray(schema["enum"]) ? schema["enum"] : []).filter((choice) => typeof choice === "string");
  const nearest = typeof value === "string" ? nearestName(value, allowed) : undefined;
  return nearest === undefined ? "" : `; did you mean "${nearest}"?`;
}

/** What it is instead. */
function butIs(value: unknown): string {
  if (value === "") return "";
  if (value === null) return ", but is empty";
  if (Array.isArray(value)) return ", but is a list";
  if (typeof value === "object") return ", but is a map of settings";
  const shown = JSON.stringify(value);
  return `, but is ${shown.length > 60 ? `${shown.slice(0, 60)}…` : shown}`;
}

function isChoice(error: ErrorObject): boolean {
  return error.keyword === "anyOf" || error.keyword === "oneOf";
}

/** The segments of a JSON pointer (RFC 6901). */
export function segmentsOf(pointer: string): string[] {
  const parts = pointer.split("/").slice(1);
  return parts.map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** A setting as people write it: `hub.trusted_proxies[0]`. */
export function label(path: readonly string[]): string {
  if (path.length === 0) return "the file";
  return path.map(labelPart).join("");
}

function labelPart(part: string, index: number): string {
  if (index > 0 && /^\d+$/.test(part)) return `[${part}]`;
  const name = /^[\w<>-]+$/.test(part) ? part : JSON.stringify(part);
  return index === 0 ? name : `.${name}`;
}

function joinChoices(choices: readonly string[]): string {
  const last = choices.at(-1) ?? "";
  return choices.length < 2 ? last : `${choices.slice(0, -1).join(", ")} or ${last}`;
}
