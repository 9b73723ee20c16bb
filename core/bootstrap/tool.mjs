// @ts-check
import { runChild } from "./child.mjs";
import { ensureChromium } from "./chromium.mjs";
import { toolEnvironment } from "./node-version.mjs";
import { BootstrapError } from "./terminal.mjs";

/**
 * Runs one of the project's tools (biome, tsc, vitest, node …) under the hub's Node, and resolves to its exit code.
 * @param {string} tool
 * @param {readonly string[]} parameters
 * @param {Record<string, string>} [environment] Set beside the usual one.
 */
export function runTool(tool, parameters, environment = {}) {
  return runChild(tool, parameters, { environment: { ...toolEnvironment(), ...environment } });
}

/** The same for a tool that drives a browser, which it finds in HOMELABCMD_CHROMIUM. @param {string} tool @param {readonly string[]} parameters */
export async function runBrowserTool(tool, parameters) {
  const chromium = await ensureChromium();
  if (!chromium) throw new BootstrapError("There is no Chromium here.", chromiumAdvice);
  return runTool(tool, parameters, { HOMELABCMD_CHROMIUM: chromium });
}

/** How to get what is missing, in one line. */
export const chromiumAdvice = "Install it (Debian: apt-get install chromium) or name one in HOMELABCMD_CHROMIUM.";
