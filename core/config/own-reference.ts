import path from "node:path";
import { configurables } from "../integrations/configured.ts";
import { discoverIntegrations } from "../integrations/discover.ts";
import type { Logger } from "../sdk/index.ts";
import { configReference } from "./reference.ts";

/** A wrong manifest has a test of its own. */
const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} };

/** The reference of this project: the hub and the integrations that come with it. */
export async function ownReference(root: string): Promise<string> {
  const discovered = await discoverIntegrations([path.join(root, "integrations")], silent);
  const known = configurables(discovered);
  const integrations = discovered.map(async ({ manifest }, index) => {
    return { manifest, schema: (await known[index]?.schema()) ?? {} };
  });
  return configReference(await Promise.all(integrations));
}
