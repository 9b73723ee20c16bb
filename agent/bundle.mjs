import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/**
 * Bundles the agent with everything it needs into one file that runs on any Node from 18.15 on.
 * @param {string} outFile where to write it: `dist/agent/homelab-agent.mjs`
 * @returns {Promise<void>}
 */
export async function bundleAgent(outFile) {
  await build({
    entryPoints: [fileURLToPath(new URL("main.ts", import.meta.url))],
    outfile: outFile,
    bundle: true,
    format: "esm",
    target: "node18",
    // Not "node": that would pick the CommonJS builds of packages, which an ES module cannot hold without `require`.
    platform: "neutral",
    mainFields: ["module", "main"],
    external: ["node:*"],
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: "none",
    banner: { js: "#!/usr/bin/env node" },
    define: { HOMELAB_AGENT_VERSION: JSON.stringify(await packageVersion()) },
    logLevel: "warning",
  });
}

/** @returns {Promise<string>} */
async function packageVersion() {
  const text = await readFile(new URL("../package.json", import.meta.url), "utf8");
  return JSON.parse(text).version;
}
