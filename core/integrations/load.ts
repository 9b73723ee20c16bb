import { existsSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { ConfigSource } from "../config/config-source.ts";
import type { ConfigProblem } from "../config/problem.ts";
import { messageOf } from "../errors.ts";
import type { Integration, JsonObject } from "../sdk/index.ts";
import type { Discovered } from "./discover.ts";
import type { LoadedIntegration } from "./life.ts";

/** Where an integration's code begins: TypeScript, or JavaScript as packages have it. */
const entries = ["index.ts", "index.js", "index.mjs"];

/** Which integrations are to run: those that the configuration names, and those that run by default unless it says `false`. */
export function chooseIntegrations(
  discovered: readonly Discovered[],
  configured: ReadonlyMap<string, boolean>,
): readonly Discovered[] {
  return discovered.filter(({ manifest }) => configured.get(manifest.domain) ?? manifest.enabled_by_default ?? false);
}

/**
 * Imports the code of an integration and checks its block of the configuration. Code that cannot be loaded makes an integration
 * whose setup fails with the reason: it is shown as failed, and the hub goes on.
 */
export async function loadIntegration(
  { manifest, folder }: Discovered,
  source: ConfigSource,
): Promise<{ readonly loaded: LoadedIntegration; readonly problems: readonly ConfigProblem[] }> {
  const integration = await importIntegration(folder).catch(brokenIntegration);
  const { value, problems } = source.validate<JsonObject>(`/integrations/${manifest.domain}`, integration.config);
  return { loaded: { manifest, integration, config: value }, problems };
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
