import { Agent } from "./agent.ts";
import { readHostname } from "./collectors/system.ts";
import type { ConfigFile } from "./config.ts";
import { ensureGuid, renewGuid, slugOf } from "./identity.ts";
import { IdentityEndpoint } from "./identity-endpoint.ts";
import { MemoryOutbox } from "./outbox.ts";
import { maxBatch } from "./protocol.ts";
import { HttpReporter } from "./reporters/http.ts";
import type { Surroundings } from "./surroundings.ts";
import { agentVersion } from "./version.ts";

/** Runs the agent until the process is told to stop. Throws `ConfigError` when it cannot have an identity. */
export async function runAgent(file: ConfigFile, surroundings: Surroundings): Promise<void> {
  const { config } = file;
  const { host, clock, log } = surroundings;
  const stopped = untilStopped();
  const guid = await ensureGuid(file);
  const serverId = config.serverId ?? slugOf(await readHostname(host));
  log.info("homelab-agent starts", { version: agentVersion, server_id: serverId, server_guid: guid });

  const identityOf = (guid: string) => ({ guid, server_id: serverId, version: agentVersion });
  const endpoint = new IdentityEndpoint(identityOf(guid), log);
  if (config.identity.enabled) await endpoint.start(config.identity.address, config.identity.port);
  const agent = new Agent({
    ...surroundings,
    renewGuid: async () => {
      const renewed = await renewGuid(file);
      endpoint.update(identityOf(renewed));
      return renewed;
    },
    head: { guid, serverId, version: agentVersion, mode: config.mode },
    intervalSeconds: config.heartbeatIntervalSeconds,
    reporter: new HttpReporter({ hubUrl: config.hubUrl, token: config.apiToken, clock }),
    outbox: new MemoryOutbox(maxBatch),
    random: Math.random,
  });
  agent.start();

  const reason = await stopped;
  log.info("homelab-agent stops", { reason });
  await agent.stop();
  endpoint.stop();
}

/** Resolves with the reason to stop: a signal or, for an agent that the hub started as its child, the end of the hub. */
function untilStopped(): Promise<string> {
  return new Promise((resolve) => {
    process.once("SIGTERM", resolve);
    process.once("SIGINT", resolve);
    if (process.env["HOMELAB_AGENT_CHILD"] !== "1") return;
    const hubEnded = "the hub that started it ended";
    process.once("disconnect", () => resolve(hubEnded));
    if (!process.connected) resolve(hubEnded);
  });
}
