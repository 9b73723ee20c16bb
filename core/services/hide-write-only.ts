import type { Json, JsonSchema } from "../sdk/index.ts";

/** The input of a service without the values that its schema calls `writeOnly`: secrets are not audited. */
export function hideWriteOnly(input: Json, schema: JsonSchema): Json {
  if (schema["writeOnly"] === true) return "[hidden]";
  if (Array.isArray(input)) {
    const items = schema["items"] as JsonSchema | undefined;
    return items ? input.map((item) => hideWriteOnly(item, items)) : input;
  }
  if (typeof input !== "object" || input === null) return input;
  const properties = (schema["properties"] ?? {}) as Readonly<Record<string, JsonSchema>>;
  const hidden = Object.entries(input).map(([name, value]) => {
    const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
    return [name, property ? hideWriteOnly(value, property) : value] as const;
  });
  return Object.fromEntries(hidden);
}
