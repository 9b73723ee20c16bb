import type { JsonSchema } from "../sdk/index.ts";
import { isPlainMap } from "./yaml-edit/steps.ts";

/** Stands for a value that is not shown. Sent back, it means: leave it as it is. */
export const mask = "[hidden]";

type IsSecret = (path: readonly string[]) => boolean;

/** A value as it may be shown: without what its schema calls `writeOnly`, and without what `isSecret` says. */
export function maskSecrets(value: unknown, schema: JsonSchema, isSecret: IsSecret): unknown {
  return maskAt(value, [schema], [], isSecret);
}

/** A value that was shown and sent back, with the present values in the place of masks. */
export function unmask(value: unknown, present: unknown): unknown {
  if (value === mask && present !== undefined) return present;
  if (Array.isArray(value)) {
    const items = Array.isArray(present) ? present : [];
    return value.map((item, index) => unmask(item, items[index]));
  }
  if (!isPlainMap(value)) return value;
  const known = isPlainMap(present) ? present : {};
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      unmask(item, Object.hasOwn(known, name) ? known[name] : undefined),
    ]),
  );
}

function maskAt(value: unknown, schemas: readonly JsonSchema[], path: readonly string[], isSecret: IsSecret): unknown {
  const all = schemas.flatMap(alternatives);
  const isWriteOnly = all.some((schema) => schema["writeOnly"] === true);
  if (value !== null && value !== undefined && (isWriteOnly || isSecret(path))) return mask;
  if (Array.isArray(value)) {
    const items = all.flatMap((schema) => asSchema(schema["items"]));
    return value.map((item, index) => maskAt(item, items, [...path, String(index)], isSecret));
  }
  if (!isPlainMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      maskAt(
        item,
        all.flatMap((schema) => propertySchemas(schema, name)),
        [...path, name],
        isSecret,
      ),
    ]),
  );
}

/** A schema and those that it is made of. */
function alternatives(schema: JsonSchema): JsonSchema[] {
  const keywords = ["anyOf", "oneOf", "allOf", "if", "then", "else"];
  const parts = keywords.flatMap((keyword) => [schema[keyword]].flat()).flatMap(asSchema);
  return [schema, ...parts.flatMap(alternatives)];
}

function propertySchemas(schema: JsonSchema, name: string): JsonSchema[] {
  const properties = isPlainMap(schema["properties"]) ? schema["properties"] : {};
  if (Object.hasOwn(properties, name)) return asSchema(properties[name]);
  const patterns = isPlainMap(schema["patternProperties"]) ? Object.entries(schema["patternProperties"]) : [];
  const matching = patterns.filter(([pattern]) => new RegExp(pattern, "u").test(name));
  if (matching.length > 0) return matching.flatMap(([, property]) => asSchema(property));
  return asSchema(schema["additionalProperties"]);
}

function asSchema(value: unknown): JsonSchema[] {
  return isPlainMap(value) ? [value] : [];
}
