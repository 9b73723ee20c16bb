import { Agent } from "./agent.ts";
import type { Applicant } from "./claim.ts";
import type { ConfigFile } from "./config.ts";
import { ensureToken } from "./enrolment.ts";
import { HubToken } from "./hub-token.ts";
import { readApplicant, renewGuid } from "./identity.ts";
import { IdentityEndpoint } from "./identity-endpoint.ts";
import { MemoryOutbox } from "./outbox.ts";
import { maxBatch } from "./protocol/max-batch.ts";
import { openReporter } from "./reporters/open-reporter.ts";
import { untilStopped } from "./runtime/stop-signal.ts";
import type { Surroundings } from "./surroundings.ts";
import { agentVersion } from "./version.ts";

/** Runs the agent until the process is told to stop. Throws `ConfigError` when it cannot have an identity. */
export async function runAgent(file: ConfigFile, surroundings: Surroundings): Promise<void> {
  const { config } = file;
  const { host, clock, log } = surroundings;
  const stopped = untilStopped();
  const applicant = await readApplicant(file, host);
  const { guid, serverId } = applicant;
  log.info("homelab-agent starts", { version: agentVersion, server_id: serverId, server_guid: guid });
  const token = await awaitToken(file, applicant, surroundings, stopped);

  const identityOf = (guid: string) => ({ guid, server_id: serverId, version: agentVersion });
  const endpoint = new IdentityEndpoint(identityOf(guid), log);
  if (config.identity.enabled) await endpoint.start(config.identity.address, config.identity.port);
  const agent = new Agent({
    ...surroundings,
    renewGuid: async (enrolmentToken) => {
      const renewed = await renewGuid(file, (own) => token.claim({ ...applicant, guid: own }, enrolmentToken));
      endpoint.update(identityOf(renewed));
      return renewed;
    },
    head: { guid, serverId, version: agentVersion, mode: config.mode },
    intervalSeconds: config.heartbeatIntervalSeconds,
    monitoredServices: config.monitoredServices,
    keepToken: (next) => token.replace(next),
    reporter: await openReporter(file, token, clock),
    outbox: new MemoryOutbox(maxBatch),
    random: Math.random,
  });
  agent.start();

  const reason = await stopped;
  log.info("homelab-agent stops", { reason });
  await agent.stop();
  endpoint.stop();
}

/** The token of this agent, which may have to enrol first. */
async function awaitToken(
  file: ConfigFile,
  applicant: Applicant,
  surroundings: Surroundings,
  stopped: Promise<string>,
): Promise<HubToken> {
  const controller = new AbortController();
  stopped.then(() => controller.abort());
  const token = await ensureToken(file, applicant, surroundings, controller.signal);
  return new HubToken(token, file, surroundings.clock);
}
