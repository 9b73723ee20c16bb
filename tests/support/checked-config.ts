import path from "node:path";
import { checkBlocks } from "../../core/config/blocks.ts";
import { ConfigSource } from "../../core/config/config-source.ts";
import { interpretConfig } from "../../core/config/load.ts";
import { configurables } from "../../core/integrations/configured.ts";
import { discoverIntegrations } from "../../core/integrations/discover.ts";
import { LogSpy } from "./log-spy.ts";

const integrations = path.resolve(import.meta.dirname, "../../integrations");

/** What the hub would say is wrong with a config.yaml, with the integrations that come with it: `config.yaml:4:13  …`. */
export async function checkConfigOf(text: string): Promise<readonly string[]> {
  const known = configurables(await discoverIntegrations([integrations], new LogSpy()));
  const source = new ConfigSource("config.yaml", text);
  const options = { path: "config.yaml", knownIntegrations: known.map(({ domain }) => domain) };
  const { problems } = await checkBlocks(interpretConfig(source, options), known);
  return problems.map(({ file, line, column, message }) => `${file}:${line}:${column}  ${message}`);
}
