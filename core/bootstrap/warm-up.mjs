// @ts-check
import { existsSync, readdirSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { inProject } from "./project.mjs";

/*
 * Loads all code of the hub without running it, so that Node compiles it into its cache and the first start is as quick as
 * the later ones.
 */
const modules = ["platform.ts", "welcome.ts", "log/logger.ts", "clock/system-clock.ts"].map((name) =>
  inProject("core", name),
);
for (const domain of readdirSync(inProject("integrations")))
  modules.push(inProject("integrations", domain, "index.ts"));
for (const file of modules) if (existsSync(file)) await import(pathToFileURL(file).href);
