import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { IntegrationContext } from "../../../core/sdk/index.ts";
import type { AgentConfig } from "../config.ts";
import type { ShippedAgent } from "./update-record.ts";

/** Where agents fetch it, below the hub's address. */
export const shippedPath = "/agent/homelab-agent.mjs";

/** The agent that this hub ships, as it lies on disk now. Throws `UNAVAILABLE` when it is not built. */
export async function shippedAgent(context: IntegrationContext<AgentConfig>): Promise<ShippedAgent> {
  const { agentBundle, version } = context.hub;
  const content = await readFile(agentBundle).catch(() => null);
  if (content === null) context.refuse("UNAVAILABLE", `${agentBundle} is not built. npm start builds it`);
  return { version, sha256: createHash("sha256").update(content).digest("hex"), sizeBytes: content.length };
}
