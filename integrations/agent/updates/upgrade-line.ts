import type { IntegrationContext } from "../../../core/sdk/index.ts";
import type { AgentConfig } from "../config.ts";
import { pinOf } from "../enrolment/hub-certificate.ts";
import { upgradeCommand } from "../enrolment/install-command.ts";

/** The line that brings an agent up to date from its own machine. It holds no secret. `hubUrl` is where its reader reaches the hub. */
export async function upgradeLine(context: IntegrationContext<AgentConfig>, hubUrl: string): Promise<string> {
  const { networkUrls, tlsCertificate } = context.hub;
  const pin = tlsCertificate === null ? null : await pinOf(tlsCertificate);
  return upgradeCommand({ hubUrl, networkUrls, pin });
}
