import type { ErrorObject, ValidateFunction } from "ajv/dist/2020.js";
import { PlatformError } from "../errors.ts";
import type { JsonSchema } from "../sdk/index.ts";
import { createAjv } from "./ajv.ts";

/** Checks a value against its schema; throws `VALIDATION_ERROR` that names the field. Fills in defaults. */
export type Check = (value: unknown) => void;

/** Turns JSON schemas into checks. Texts of parameters and queries are read as what the schema asks for. */
export class Validation {
  readonly #bodies = createAjv({ useDefaults: true });
  readonly #texts = createAjv({ useDefaults: true, coerceTypes: "array" });

  body(schema: JsonSchema): Check {
    return checkWith(this.#bodies.compile(schema), "The body");
  }

  texts(schema: JsonSchema): Check {
    return checkWith(this.#texts.compile(schema), "The query");
  }
}

function checkWith(validate: ValidateFunction, whole: string): Check {
  return (value) => {
    if (validate(value)) return;
    const error = mostTelling(validate.errors ?? []);
    throw error ? validationError(error, whole) : new PlatformError("VALIDATION_ERROR", `${whole} is not valid`);
  };
}

/** Of a choice of schemas, the value's own kind tells what is wrong; the others only say that it is of another kind. */
function mostTelling(errors: readonly ErrorObject[]): ErrorObject | undefined {
  const isOtherKind = ({ keyword, instancePath }: ErrorObject) => keyword === "type" && instancePath === "";
  return errors.find((error) => !isOtherKind(error) && error.keyword !== "anyOf") ?? errors[0];
}

function validationError(error: ErrorObject, whole: string): PlatformError {
  const place = error.instancePath.slice(1).replaceAll("/", ".").replaceAll("~1", "/").replaceAll("~0", "~");
  if (error.keyword === "required") {
    const field = [place, String(error.params["missingProperty"])].filter(Boolean).join(".");
    return new PlatformError("VALIDATION_ERROR", `${field} is missing`, { field });
  }
  const message = `${place || whole} ${error.message ?? "is not valid"}${allowed(error)}`;
  return new PlatformError("VALIDATION_ERROR", message, place ? { field: place } : {});
}

/** Patterns in words, since who is refused may not read the other. */
const patternsInWords: Readonly<Record<string, string>> = {
  "^[a-z0-9-]{1,100}$": "use lower case letters, digits and hyphens, at most 100",
};

function allowed({ keyword, params }: ErrorObject): string {
  if (keyword === "pattern") return words(patternsInWords[String(params["pattern"])]);
  if (keyword === "enum") return `: ${(params["allowedValues"] as unknown[]).map(String).join(", ")}`;
  if (keyword === "additionalProperties") return `: "${params["additionalProperty"]}" is not known`;
  return "";
}

function words(explanation: string | undefined): string {
  return explanation === undefined ? "" : `; ${explanation}`;
}
