import { readHostname } from "./collectors/system.ts";
import type { AgentConfig } from "./config.ts";
import { buildHeartbeat } from "./heartbeat.ts";
import { HostReader } from "./host-reader.ts";
import { slugOf } from "./identity.ts";
import type { Heartbeat } from "./protocol.ts";
import type { Surroundings } from "./surroundings.ts";
import { agentVersion } from "./version.ts";

/** Measures one heartbeat without sending it, and without making an identity. */
export async function measureOnce(config: AgentConfig, surroundings: Surroundings): Promise<Heartbeat> {
  const controller = new AbortController();
  const request = { units: config.monitoredServices, isPatient: true };
  const readings = await new HostReader(surroundings).read(controller.signal, request);
  // Ends a question that still hangs.
  controller.abort();
  return buildHeartbeat(
    {
      guid: config.serverGuid,
      serverId: config.serverId ?? slugOf(await readHostname(surroundings.host)),
      version: agentVersion,
      mode: config.mode,
      intervalSeconds: config.heartbeatIntervalSeconds,
      sequence: 1,
      measuredAt: surroundings.clock.now(),
      tellsPackages: true,
    },
    readings,
  );
}
