import type { JsonSchema } from "../../sdk/index.ts";

/** Keywords whose values are named schemas. */
const namedSchemas = new Set(["properties", "patternProperties", "$defs", "dependentSchemas"]);
/** Keywords whose values are data. */
const data = new Set(["examples", "default", "const", "enum", "required"]);

/** Collects the schemas that have a title, so that the document says each of them once. */
export class SchemaComponents {
  readonly #schemas = new Map<string, JsonSchema>();

  /** What stands in the place of a schema: a reference when it has a title. Throws when two that differ have one title. */
  place(schema: JsonSchema): JsonSchema {
    const inner = this.#placeInside(schema);
    const { title } = schema;
    if (typeof title !== "string") return inner;
    const known = this.#schemas.get(title);
    if (known && JSON.stringify(known) !== JSON.stringify(inner)) {
      throw new TypeError(`Two schemas that differ have the title ${title}`);
    }
    this.#schemas.set(title, inner);
    return { $ref: `#/components/schemas/${title}` };
  }

  /** Every collected schema, by title. */
  all(): Readonly<Record<string, JsonSchema>> {
    return Object.fromEntries([...this.#schemas].toSorted(([one], [other]) => one.localeCompare(other)));
  }

  #placeInside(schema: JsonSchema): JsonSchema {
    const entries = Object.entries(schema).map(([keyword, value]) => [keyword, this.#placeValue(keyword, value)]);
    return Object.fromEntries(entries);
  }

  #placeValue(keyword: string, value: unknown): unknown {
    if (data.has(keyword) || typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.map((one) => (isSchema(one) ? this.place(one) : one));
    if (!namedSchemas.has(keyword)) return this.place(value as JsonSchema);
    const named = Object.entries(value).map(([name, one]) => [name, isSchema(one) ? this.place(one) : one]);
    return Object.fromEntries(named);
  }
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
