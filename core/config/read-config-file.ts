import { StartError } from "../errors.ts";
import { ConfigSource } from "./config-source.ts";
import type { Variables } from "./environment.ts";
import type { Override } from "./overrides.ts";
import { readText } from "./read-text.ts";

/**
 * Reads a configuration file. A missing one is an empty one: every setting has a default. Throws a `StartError` when
 * there is something that cannot be read as text; everything else that is wrong is among the source's `problems`.
 */
export function readConfigFile(
  path: string,
  variables: Variables = {},
  overrides: readonly Override[] = [],
): ConfigSource {
  const answer = readText(path) ?? { text: "" };
  if ("text" in answer) return new ConfigSource(path, answer.text, variables, overrides);
  const advice = "Repair it, or name another file in HOMELABCMD_CONFIG.";
  throw new StartError(`The configuration ${path} cannot be read: ${answer.reason}. ${advice}`, { exitCode: 2 });
}
