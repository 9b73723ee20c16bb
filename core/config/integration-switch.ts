import { PlatformError } from "../errors.ts";
import type { JsonSchema } from "../sdk/index.ts";
import type { Change } from "./edit.ts";
import type { LiveConfig } from "./live-config.ts";
import { isPlainMap } from "./yaml-edit/steps.ts";

/** The setting of every integration's block that belongs to the hub. */
const switchName = "enabled";

const switchSchema = {
  type: "boolean",
  default: true,
  description: "false turns the integration off and keeps its settings.",
} as const;

/** Whether a block, as it is written, lets its integration run. An empty one does. */
export function isOn(block: unknown): boolean {
  return block !== false && !(isPlainMap(block) && block[switchName] === false);
}

/** The schema of a block together with the hub's own setting. */
export function withSwitch(schema: JsonSchema): JsonSchema {
  const properties = isPlainMap(schema["properties"]) ? schema["properties"] : {};
  return { type: "object", ...schema, properties: { ...properties, [switchName]: switchSchema } };
}

/** What a checked block says to its integration, and whether that is to run: a variable may have decided it. */
export function splitSwitch<Block extends object>(block: Block): { readonly isOn: boolean; readonly value: Block } {
  const { [switchName]: enabled, ...value } = block as Block & { readonly [switchName]?: unknown };
  return { isOn: enabled !== false, value: value as unknown as Block };
}

/** Turns an integration on or off in the file; its settings stay there. Throws `NOT_FOUND`, and as `LiveConfig.edit` does. */
export async function switchIntegration(config: LiveConfig, domain: string, wanted: boolean): Promise<void> {
  const integration = config.integrations.find((each) => each.domain === domain);
  if (!integration) throw new PlatformError("NOT_FOUND", `There is no integration '${domain}'`);
  if (config.running.blocks.has(domain) === wanted) return;
  await config.edit([changeOf(config, domain, wanted)]);
}

function changeOf({ running }: LiveConfig, domain: string, wanted: boolean): Change {
  const path = ["integrations", domain];
  const hasSettings = isPlainMap(running.config.source.setting(path)?.value);
  if (hasSettings) return { path: [...path, switchName], value: wanted ? undefined : false };
  return { path, value: wanted ? {} : false };
}
