import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { parse } from "yaml";
import { messageOf, StartError } from "../errors.ts";
import { createAjv } from "../schemas/ajv.ts";
import type { Logger, Manifest } from "../sdk/index.ts";

/** The version of the integration contract that this hub speaks. */
export const apiLevel = 1;

/** An integration as its folder declares it; none of its code has run. */
export interface Discovered {
  readonly manifest: Manifest;
  readonly folder: string;
}

const text = { type: "string", minLength: 1, maxLength: 500 };
const texts = { type: "array", items: text, maxItems: 100 };

const manifestSchema = {
  type: "object",
  additionalProperties: false,
  required: ["domain", "name", "version", "api", "description"],
  properties: {
    domain: { type: "string", pattern: "^[a-z][a-z0-9-]{0,39}$" },
    name: text,
    version: text,
    api: { type: "integer", minimum: 1 },
    description: text,
    after: texts,
    enabled_by_default: { type: "boolean" },
    permissions: texts,
    environment: {
      type: "object",
      // The hub's own are not for integrations.
      propertyNames: { pattern: "^(?!HOMELAB_?CMD_)[A-Z][A-Z0-9_]*$" },
      additionalProperties: { type: "string", pattern: "^[a-z_]+(\\.[a-z_]+)*$" },
    },
    documentation: text,
  },
};

/** Names of other folders in the data folder, where each integration has one of its own. */
const reservedDomains = ["backups", "core", "integrations"];

/**
 * Reads every `<folder>/<domain>/manifest.yaml` without running any code. One with a wrong manifest, or with the name of one that
 * an earlier folder has, is left out and logged. A folder that does not exist or cannot be
 * read has none: whether the data folder can be used is checked elsewhere.
 */
export async function discoverIntegrations(folders: readonly string[], log: Logger): Promise<readonly Discovered[]> {
  const isManifest = createAjv({ allErrors: true }).compile<Manifest>(manifestSchema);
  const discovered = new Map<string, Discovered>();
  for (const candidate of (await Promise.all(folders.map(subfolders))).flat()) {
    const name = path.basename(candidate);
    try {
      const manifest: unknown = parse(await readFile(path.join(candidate, "manifest.yaml"), "utf8"));
      if (!isManifest(manifest)) throw new Error(isManifest.errors?.map(describe).join("; "));
      if (manifest.domain !== name) throw new Error(`domain must be "${name}", as its folder`);
      if (manifest.api > apiLevel) throw new Error(`it needs api ${manifest.api}; this hub speaks ${apiLevel}`);
      if (reservedDomains.includes(name)) throw new Error(`the name "${name}" is taken by the hub itself`);
      if (discovered.has(name)) throw new Error(`${discovered.get(name)?.folder} has the same name`);
      discovered.set(name, { manifest, folder: candidate });
    } catch (error) {
      log.error(`The integration in ${candidate} is left out: ${messageOf(error)}`);
    }
  }
  return [...discovered.values()];
}

async function subfolders(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR" || error.code === "EACCES") return [];
    throw error;
  });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => path.join(folder, name));
}

/** The integrations in an order in which each comes after those that it names. Throws `StartError` on a circle. */
export function orderIntegrations<Item extends { readonly manifest: Manifest }>(items: readonly Item[]): Item[] {
  const byDomain = new Map(items.map((item) => [item.manifest.domain, item]));
  const ordered = new Set<Item>();
  const visit = (item: Item, path: readonly string[]) => {
    const { domain, after = [] } = item.manifest;
    if (path.includes(domain)) {
      throw new StartError(`Integrations wait for each other: ${[...path, domain].join(" -> ")}`);
    }
    for (const earlier of after) {
      const needed = byDomain.get(earlier);
      if (needed && !ordered.has(needed)) visit(needed, [...path, domain]);
    }
    ordered.add(item);
  };
  for (const item of items) if (!ordered.has(item)) visit(item, []);
  return [...ordered];
}

function describe({ instancePath, message }: { instancePath: string; message?: string }): string {
  return `${instancePath.slice(1) || "the manifest"} ${message}`;
}
