import { existsSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { messageOf } from "../errors.ts";
import type { Integration, JsonObject } from "../sdk/index.ts";
import type { Discovered } from "./discover.ts";
import type { LoadedIntegration } from "./life.ts";

/** Where an integration's code begins: TypeScript, or JavaScript as packages have it. */
const entries = ["index.ts", "index.js", "index.mjs"];

/**
 * Imports the code of an integration, which is to run with a block of the configuration that was checked. Code that cannot be loaded makes
 * an integration whose setup fails with the reason: it is shown as failed, and the hub goes on.
 */
export async function loadIntegration(
  { manifest, folder }: Discovered,
  config: JsonObject,
): Promise<LoadedIntegration> {
  const integration = await importIntegration(folder).catch(brokenIntegration);
  return { manifest, integration, config };
}

async function importIntegration(folder: string): Promise<Integration<never>> {
  const entry = entries.map((name) => path.join(folder, name)).find((file) => existsSync(file));
  if (!entry) throw new Error(`${folder} has no ${entries.join(", ")}`);
  const module: { default?: Integration<never> } = await import(pathToFileURL(entry).href);
  const integration = module.default;
  if (typeof integration?.setup !== "function" || typeof integration.config !== "object") {
    throw new Error(`${entry} does not export { config, setup } by default`);
  }
  return integration;
}

function brokenIntegration(error: unknown): Integration<never> {
  const setup = () => {
    throw new Error(`Its code cannot be loaded: ${messageOf(error)}`, { cause: error });
  };
  return { config: {}, setup };
}
