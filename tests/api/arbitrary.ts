import fc from "fast-check";
import type { ApiDocument, Operation, Schema } from "./api-document.ts";

/** A request to an operation, made from its schema: much of it valid, some of it not. */
export interface ApiRequest {
  readonly path: string;
  readonly query: string;
  readonly body: string | undefined;
}

/** Texts that have surprised programs before. */
const surprising = fc.constantFrom(
  "",
  " ",
  "\u0000",
  "%",
  "../..",
  "null",
  "NaN",
  "é😀",
  "'; --",
  "constructor",
  "*.*",
);

/** Requests to an operation. `known` are ids that exist, for what is in its path. */
export function requestTo(
  document: ApiDocument,
  operation: Operation,
  known: readonly string[],
): fc.Arbitrary<ApiRequest> {
  const { parameters, path } = operation;
  const values = parameters.map((parameter) => {
    const value = valueFor(document, parameter.schema);
    const chosen = parameter.in === "path" ? fc.oneof(fc.constantFrom(...known), value) : value;
    return fc.tuple(fc.constant(parameter), chosen);
  });
  const body = operation.requestBody?.content["application/json"];
  const bodies = body ? bodyOf(document, body.schema, body.example) : fc.constant(undefined);
  return fc.tuple(fc.tuple(...values), bodies).map(([pairs, text]) => {
    const inPath = pairs.filter(([parameter]) => parameter.in === "path");
    const inQuery = pairs.filter(([parameter, value]) => parameter.in === "query" && value !== undefined);
    const filled = inPath.reduce((all, [{ name }, value]) => all.replace(`{${name}}`, encode(value)), path);
    const query = inQuery.flatMap(([{ name }, value]) => [value].flat().map((one) => `${name}=${encode(one)}`));
    return { path: filled, query: query.join("&"), body: text };
  });
}

/** A segment of a path must not be empty, or it would be another path. */
function encode(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "x");
  return encodeURIComponent(text.toWellFormed()) || "x";
}

function bodyOf(document: ApiDocument, schema: Schema, example: unknown): fc.Arbitrary<string> {
  const made = valueFor(document, schema).map((value) => JSON.stringify(value ?? null));
  return fc.oneof(
    { weight: 6, arbitrary: made },
    { weight: 2, arbitrary: fc.constant(JSON.stringify(example)) },
    { weight: 1, arbitrary: fc.json() },
    { weight: 1, arbitrary: fc.constantFrom("", "{", "[]", "null", '{"__proto__":{"a":1}}') },
  );
}

/** Values for a schema: mostly valid ones, now and then anything. */
function valueFor(document: ApiDocument, schema: Schema): fc.Arbitrary<unknown> {
  const valid = validFor(document, schema);
  return fc.oneof({ weight: 9, arbitrary: valid }, { weight: 1, arbitrary: fc.oneof(surprising, fc.jsonValue()) });
}

function validFor(document: ApiDocument, schema: Schema): fc.Arbitrary<unknown> {
  const { $ref: reference, enum: values, const: constant } = schema;
  if (reference) return validFor(document, document.components.schemas[reference.split("/").at(-1) ?? ""] ?? {});
  if (constant !== undefined) return fc.constant(constant);
  if (Array.isArray(values)) return fc.constantFrom(...values);
  const choices = (schema["anyOf"] ?? schema["oneOf"]) as readonly Schema[] | undefined;
  if (choices) return fc.oneof(...choices.map((choice) => validFor(document, choice)));
  const types = [schema.type ?? "null"].flat();
  return fc.oneof(...types.map((type) => validOfType(document, type, schema)));
}

function validOfType(document: ApiDocument, type: string, schema: Schema): fc.Arbitrary<unknown> {
  const { minimum = 0, maximum = 2 ** 31, maxLength = 30, items = {}, pattern, format } = schema as Limits;
  switch (type) {
    case "boolean":
      return fc.boolean();
    case "integer":
      return fc.integer({ min: minimum, max: maximum });
    case "number":
      return fc.double({ min: minimum, max: maximum, noNaN: true });
    case "array":
      return fc.array(valueFor(document, items), { maxLength: 4 });
    case "object":
      return objectFor(document, schema);
    case "string":
      if (format?.endsWith("date-time")) return fc.date({ noInvalidDate: true }).map((date) => date.toISOString());
      if (pattern) return fc.stringMatching(new RegExp(pattern));
      return fc.string({ minLength: 1, maxLength: Math.min(maxLength, 30), unit: "binary" });
    default:
      return fc.constant(null);
  }
}

interface Limits {
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly items?: Schema;
  readonly pattern?: string;
  readonly format?: string;
}

function objectFor(document: ApiDocument, schema: Schema): fc.Arbitrary<unknown> {
  const fields = Object.entries(schema.properties ?? {}).map(
    ([name, field]) => [name, valueFor(document, field)] as const,
  );
  const requiredKeys = (schema["required"] ?? []) as string[];
  return fc.record(Object.fromEntries(fields), { requiredKeys });
}
