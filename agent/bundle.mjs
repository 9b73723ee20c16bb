import { createHash } from "node:crypto";
import { copyFile, readFile, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/**
 * Bundles the agent with everything it needs into one file that runs on any Node from 18.15 on. Beside it come its SHA-256 and
 * the installer, so that the folder has all that a machine fetches.
 * @param {string} outFile where to write it: `dist/agent/homelab-agent.mjs`
 * @param {string} [version] what it says that it is; by default the project's version
 * @returns {Promise<void>}
 */
export async function bundleAgent(outFile, version) {
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
    minifyIdentifiers: true,
    legalComments: "none",
    banner: { js: "#!/usr/bin/env node" },
    define: { HOMELAB_AGENT_VERSION: JSON.stringify(version ?? (await packageVersion())) },
    logLevel: "warning",
  });
  const hash = createHash("sha256")
    .update(await readFile(outFile))
    .digest("hex");
  await writeFile(`${outFile}.sha256`, `${hash}  ${basename(outFile)}\n`);
  await copyFile(new URL("install/install.sh", import.meta.url), join(dirname(outFile), "install.sh"));
}

/** @returns {Promise<string>} */
async function packageVersion() {
  const text = await readFile(new URL("../package.json", import.meta.url), "utf8");
  return JSON.parse(text).version;
}
