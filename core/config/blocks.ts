import { messageOf } from "../errors.ts";
import type { ConfigFinding, JsonObject, JsonSchema } from "../sdk/index.ts";
import type { ConfigSource } from "./config-source.ts";
import { splitSwitch, withSwitch } from "./integration-switch.ts";
import type { HubConfig } from "./load.ts";
import type { ConfigProblem } from "./problem.ts";
import { label } from "./schema-problems.ts";

/** An integration, as far as its configuration goes. */
export interface Configurable {
  readonly domain: string;
  /** Runs without being named in the file. */
  readonly isDefault: boolean;
  /** Variables of the environment, each with the setting of its block that it decides. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
  /** Of its block. Resolving it may load the integration's code. */
  schema(): Promise<JsonSchema>;
  /** What its schema cannot say: what is wrong with a block that the schema accepts. */
  check?(block: JsonObject): Promise<readonly ConfigFinding[]>;
}

/** A configuration with everything in it checked. */
export interface CheckedConfig {
  readonly config: HubConfig;
  /** The block of each integration that is to run, with its defaults, by domain. */
  readonly blocks: ReadonlyMap<string, JsonObject>;
  readonly schemas: ReadonlyMap<string, JsonSchema>;
  /** Everything that is wrong, of the file and of all blocks. */
  readonly problems: readonly ConfigProblem[];
}

/** Checks the insides of the integrations' blocks too. One that is turned off is not looked at. */
export async function checkBlocks(config: HubConfig, known: readonly Configurable[]): Promise<CheckedConfig> {
  const chosen = known.filter(({ domain, isDefault }) => config.integrations.get(domain) ?? isDefault);
  const checked = await Promise.all(chosen.map((integration) => checkBlock(config.source, integration)));
  return {
    config,
    blocks: new Map(checked.filter(({ isOn }) => isOn).map(({ domain, value }) => [domain, value])),
    schemas: new Map(checked.map(({ domain, schema }) => [domain, schema])),
    problems: [...config.problems, ...checked.flatMap(({ problems }) => problems)],
  };
}

async function checkBlock(source: ConfigSource, integration: Configurable) {
  const { domain } = integration;
  const schema = await integration.schema();
  const { value, problems } = source.validate<JsonObject>(`/integrations/${domain}`, withSwitch(schema));
  const block = splitSwitch(value);
  const isChecked = problems.length > 0 || !block.isOn;
  return {
    domain,
    schema,
    problems: isChecked ? problems : await ownProblems(source, integration, block.value),
    ...block,
  };
}

async function ownProblems(
  source: ConfigSource,
  { domain, check }: Configurable,
  block: JsonObject,
): Promise<readonly ConfigProblem[]> {
  const at = (path: readonly string[], message: string) => source.problemAt(path, "value", `${label(path)} ${message}`);
  try {
    const findings = (await check?.(block)) ?? [];
    return findings.map(({ path, message }) => at(["integrations", domain, ...path.map(String)], message));
  } catch (error) {
    return [at(["integrations", domain], `cannot be checked: ${messageOf(error)}`)];
  }
}
