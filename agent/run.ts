import { Agent } from "./agent.ts";
import type { Applicant } from "./claim.ts";
import type { ConfigFile } from "./config.ts";
import { ensureToken } from "./enrolment.ts";
import { HubToken } from "./hub-token.ts";
import { readApplicant, renewGuid } from "./identity.ts";
import { IdentityEndpoint } from "./identity-endpoint.ts";
import { openOutbox } from "./outbox/open-outbox.ts";
import { openReporter } from "./reporters/open-reporter.ts";
import type { Surroundings } from "./surroundings.ts";
import { openUpdates } from "./update/open-updates.ts";
import type { StagedUpdate } from "./update/updater.ts";
import { agentVersion } from "./version.ts";

/**
 * Runs the agent until it is told to stop, or has a newer version of itself that is to be tried, which it resolves with. Throws
 * `ConfigError` when it cannot have an identity.
 */
export async function runAgent(
  file: ConfigFile,
  surroundings: Surroundings,
  stopped: Promise<string>,
): Promise<StagedUpdate | null> {
  const { config } = file;
  const { host, clock, log } = surroundings;
  const applicant = await readApplicant(file, host);
  const { guid, serverId } = applicant;
  log.info("homelab-agent starts", { version: agentVersion, server_id: serverId, server_guid: guid });
  const token = await awaitToken(file, applicant, surroundings, stopped);

  const identityOf = (guid: string) => ({ guid, server_id: serverId, version: agentVersion });
  const endpoint = new IdentityEndpoint(identityOf(guid), log);
  if (config.identity.enabled) await endpoint.start(config.identity.address, config.identity.port);
  const { updates, staged, stop: stopUpdates } = await openUpdates(file, surroundings);
  const agent = new Agent({
    ...surroundings,
    updates,
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
    outbox: openOutbox(config.outbox, surroundings),
    random: Math.random,
  });
  agent.start();

  const end = await Promise.race([stopped, staged]);
  const isStopped = typeof end === "string";
  log.info("homelab-agent stops", { reason: isStopped ? end : "a newer version is tried" });
  await Promise.all([agent.stop(), stopUpdates()]);
  endpoint.stop();
  return isStopped ? null : end;
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
