import path from "node:path";
import { SystemClock } from "../clock/system-clock.ts";
import { messageOf, StartError } from "../errors.ts";
import { configurables } from "../integrations/configured.ts";
import { discoverIntegrations } from "../integrations/discover.ts";
import { createLogger } from "../log/logger.ts";
import { type CheckedConfig, checkBlocks } from "./blocks.ts";
import { type HubEnvironment, readEnvironment } from "./environment.ts";
import { loadConfig } from "./load.ts";
import { integrationOverrides } from "./overrides.ts";
import { formatProblems } from "./problem.ts";

/** `npm run check-config`: says what is wrong with the configuration that the hub would start with. Starts and writes nothing. */
try {
  const { config, blocks, problems } = await check(readEnvironment(process.env));
  for (const warning of config.source.warnings) process.stderr.write(`${warning}\n`);
  if (problems.length > 0) throw new StartError(formatProblems(problems, Number.POSITIVE_INFINITY), { exitCode: 2 });
  const domains = [...blocks.keys()].join(", ");
  process.stdout.write(`${config.source.file} is good: ${config.machines.length} machines; integrations: ${domains}\n`);
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = error instanceof StartError ? error.exitCode : 1;
}

async function check({ configFile, dataFolder, listen, variables, logLevel }: HubEnvironment): Promise<CheckedConfig> {
  const root = path.resolve(import.meta.dirname, "../..");
  const folders = [path.join(root, "integrations"), path.join(path.resolve(dataFolder), "integrations")];
  const log = createLogger(logLevel, new SystemClock(), process.stdout.isTTY === true);
  const known = configurables(await discoverIntegrations(folders, log));
  const knownIntegrations = known.map(({ domain }) => domain);
  const overrides = integrationOverrides(known, variables);
  return checkBlocks(loadConfig({ path: configFile, knownIntegrations, listen, variables, overrides }), known);
}
