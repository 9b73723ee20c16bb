import type { FromSchema } from "json-schema-to-ts";
import { createAjv } from "../../schemas/ajv.ts";

/** What a part of a backup is. */
export const partKinds = ["database", "config", "secrets", "key"] as const;
export type PartKind = (typeof partKinds)[number];

const text = { type: "string", maxLength: 4096 } as const;
/** A path below a folder: nothing absolute, no step upwards, no backslash, no control character. */
const name = {
  ...text,
  pattern: "^(?!\\.{1,2}(/|$))[^/\\\\\\x00-\\x1f]+(/(?!\\.{1,2}(/|$))[^/\\\\\\x00-\\x1f]+)*$",
} as const;

/** JSON schema of `manifest.json`, the first file of a backup. */
const manifestSchema = {
  type: "object",
  required: ["format", "version", "created_at", "migrations", "config_file", "parts", "rows"],
  properties: {
    format: { const: 1 },
    /** Of the hub that made it. */
    version: text,
    created_at: { ...text, format: "date-time" },
    /** Every step of the database's shape that was done. */
    migrations: { type: "array", maxItems: 10_000, items: text },
    /** The name of the main file among those of the configuration; null when there was none. */
    config_file: { type: ["string", "null"], maxLength: 4096 },
    parts: {
      type: "array",
      minItems: 1,
      maxItems: 1000,
      items: {
        type: "object",
        additionalProperties: false,
        required: ["name", "kind", "bytes", "sha256"],
        properties: {
          name,
          kind: { enum: partKinds },
          bytes: { type: "integer", minimum: 0 },
          sha256: { type: "string", pattern: "^[0-9a-f]{64}$" },
        },
      },
    },
    /** How many rows each table of the database has. */
    rows: { type: "object", additionalProperties: { type: "integer", minimum: 0 } },
  },
} as const;

/** What a backup says of itself. */
export type Manifest = FromSchema<typeof manifestSchema>;
export type ManifestPart = Manifest["parts"][number];

/** The first file of a backup. */
export const manifestName = "manifest.json";
/** The name of the database in a backup. */
export const databaseName = "homelabcmd.db";
/** The name of the encryption key, in a backup and in the data folder. */
export const keyName = "encryption.key";
/** Where the configuration lies in a backup. */
export const configPrefix = "config/";

/** Reads a manifest. Throws when the text is none, or a newer hub's. */
export function parseManifest(source: string): Manifest {
  let data: unknown;
  try {
    data = JSON.parse(source);
  } catch (cause) {
    throw new Error(`its ${manifestName} is not JSON`, { cause });
  }
  const format = (data as { format?: unknown } | null)?.format;
  if (typeof format === "number" && format > 1)
    throw new Error("it was made by a newer HomelabCmd; install that version");
  const ajv = createAjv({ strict: false });
  if (!ajv.validate<Manifest>(manifestSchema, data))
    throw new Error(`its ${manifestName} is wrong: ${ajv.errorsText()}`);
  for (const { name: part, kind } of data.parts) refuseMisplaced(part, kind);
  return data;
}

/** Each part has one place, so that none of them can be written anywhere else. */
function refuseMisplaced(part: string, kind: PartKind): void {
  const isConfig = part.startsWith(configPrefix) && part.length > configPrefix.length;
  const isInPlace = { database: part === databaseName, key: part === keyName, config: isConfig, secrets: isConfig };
  if (!isInPlace[kind]) throw new Error(`it has ${kind} in the wrong place, ${JSON.stringify(part)}`);
}
