// @ts-check
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { makeApiPages } from "./api-pages.mjs";
import { runChild } from "./child.mjs";
import { fingerprint } from "./fingerprint.mjs";
import { compileCacheFolder, hubNodeOptions } from "./hub-runtime.mjs";
import { findHubNode, toolEnvironment } from "./node-version.mjs";
import { precompress } from "./precompress.mjs";
import { inProject } from "./project.mjs";
import { BootstrapError, say } from "./terminal.mjs";

/**
 * @typedef {object} Product
 * @property {string} name
 * @property {string} output What it leaves, relative to the project.
 * @property {() => string[]} sources What it is made from; equal contents make an equal product.
 * @property {() => Promise<void>} make
 */

const stampFile = inProject("dist", "fingerprints.json");

/** @type {readonly Product[]} */
const products = [
  {
    name: "dashboard",
    output: "dist/frontend/index.html",
    sources: () => ["frontend", "core/sdk", "package-lock.json", "core/bootstrap/precompress.mjs", ...cardFolders()],
    make: makeDashboard,
  },
  {
    name: "agent",
    output: "dist/agent/homelab-agent.mjs",
    sources: () => ["agent", "core/sdk", "package.json", "package-lock.json"],
    make: makeAgent,
  },
  {
    name: "pages of the API",
    output: "dist/api-pages/redoc.standalone.js",
    sources: () => ["package-lock.json", "core/bootstrap/api-pages.mjs", "core/bootstrap/precompress.mjs"],
    make: makeApiPages,
  },
  {
    name: "start cache",
    output: "dist/compile-cache",
    sources: () => ["core", "integrations", "package-lock.json"],
    make: makeStartCache,
  },
];

/** Builds the dashboard, the agent's bundle and the hub's start cache into dist/, each only when its sources are not those of the last build. */
export async function buildIfStale() {
  for (const product of products) {
    const current = fingerprint(product.sources());
    const built = readStamps()[product.name];
    if (built === current && existsSync(inProject(product.output))) continue;
    say(`Building the ${product.name} …`);
    await product.make();
    mkdirSync(inProject("dist"), { recursive: true });
    writeFileSync(stampFile, `${JSON.stringify({ ...readStamps(), [product.name]: current }, null, 2)}\n`);
  }
}

async function makeDashboard() {
  const vite = inProject("node_modules", "vite", "bin", "vite.js");
  const parameters = [vite, "build", "--config", "frontend/vite.config.ts", "--logLevel", "warn"];
  await runBuilder(parameters, "frontend/ and the frontend folders of the integrations");
  await precompress(inProject("dist", "frontend"));
}

async function makeAgent() {
  await runBuilder(["core/bootstrap/bundle-agent.mjs"], "agent/");
}

async function makeStartCache() {
  rmSync(compileCacheFolder, { recursive: true, force: true });
  const parameters = [...hubNodeOptions, "core/bootstrap/warm-up.mjs"];
  await runBuilder(parameters, "core/ and integrations/", { NODE_COMPILE_CACHE: compileCacheFolder });
}

/** @param {readonly string[]} parameters @param {string} madeFrom @param {NodeJS.ProcessEnv} [variables] */
async function runBuilder(parameters, madeFrom, variables = {}) {
  const environment = { ...toolEnvironment(), ...variables };
  const code = await runChild(findHubNode(), parameters, { environment });
  if (code === 0) return;
  throw new BootstrapError(
    "The build failed (reason above).",
    `Its sources are in ${madeFrom}; undo the last change there.`,
  );
}

/** @returns {string[]} */
function cardFolders() {
  return readdirSync(inProject("integrations")).map((domain) => `integrations/${domain}/frontend`);
}

/** @returns {Record<string, string>} */
function readStamps() {
  try {
    return JSON.parse(readFileSync(stampFile, "utf8"));
  } catch {
    return {};
  }
}
