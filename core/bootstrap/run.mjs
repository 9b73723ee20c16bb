// @ts-check
import { buildIfStale } from "./build.mjs";
import { ensureDependencies } from "./dependencies.mjs";
import { requireBootstrapNode } from "./node-version.mjs";
import { BootstrapError, runMain } from "./terminal.mjs";
import { runBrowserTool, runTool } from "./tool.mjs";
import { verify } from "./verify.mjs";

/**
 * The tools behind the scripts of package.json. Each gets the rest of the command line: `npm run lint -- core`.
 * @type {Record<string, (parameters: string[]) => Promise<number>>}
 */
const tasks = {
  lint: (parameters) => runTool("biome", ["check", ...parameters]),
  format: (parameters) => runTool("biome", ["check", "--write", ...parameters]),
  types: async () => (await runTool("tsc", ["-p", "."])) || runTool("tsc", ["-p", "frontend"]),
  build: async () => {
    await buildIfStale();
    return 0;
  },
  "check-config": () => runTool("node", ["core/config/check-command.ts"]),
  "config-reference": () => runTool("node", ["core/config/reference-command.ts"]),
  restore: (parameters) => runTool("node", ["core/storage/backup/restore-command.ts", ...parameters]),
  "db:check": (parameters) => runTool("node", ["core/storage/repair/check-command.ts", ...parameters]),
  "db:repair": (parameters) => runTool("node", ["core/storage/repair/repair-command.ts", ...parameters]),
  verify,
  bench: async (parameters) => {
    await buildIfStale();
    return runTool("node", ["tests/bench/main.ts", ...parameters]);
  },
  simulate: (parameters) => runTool("node", ["tests/simulation/main.ts", ...parameters]),
  screenshots: async (parameters) => {
    await buildIfStale();
    return runBrowserTool("node", ["tests/end-to-end/screenshots.ts", ...parameters]);
  },
};

await runMain(async () => {
  requireBootstrapNode();
  const [name = "", ...parameters] = process.argv.slice(2);
  const task = tasks[name];
  if (!task)
    throw new BootstrapError(`There is no task "${name}".`, `Choose one of: ${Object.keys(tasks).join(", ")}.`);
  await ensureDependencies();
  return task(parameters);
});
