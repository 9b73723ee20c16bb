import type { Heartbeat } from "../../agent/protocol.ts";
import type { DeviceClaim } from "../../core/sdk/index.ts";

/**
 * What a heartbeat says about its machine. `guid` is the agent's, lower case, or `undefined` for an agent from before GUIDs;
 * `sourceAddress` is where the heartbeat came from.
 */
export function claimOf(heartbeat: Heartbeat, guid: string | undefined, sourceAddress: string | null): DeviceClaim {
  const { cpu_info: cpu, os_info: os, metrics, network_interfaces: interfaces } = heartbeat;
  const macs = (interfaces ?? [])
    .filter(({ is_physical }) => is_physical !== false)
    .map(({ mac }) => mac?.toLowerCase());
  return {
    ref: guid ?? `id:${heartbeat.server_id}`,
    keys: {
      ...(guid === undefined ? { agentId: heartbeat.server_id } : { agentGuid: guid }),
      ...(heartbeat.machine_id ? { machineId: heartbeat.machine_id.toLowerCase() } : {}),
      macs: [...new Set(macs.filter((mac) => mac !== undefined))].toSorted(),
    },
    facts: {
      hostname: heartbeat.hostname,
      ip_address: currentAddress(heartbeat.ip_addresses ?? [], sourceAddress),
      mac_address: heartbeat.mac_address ?? null,
      boot_id: heartbeat.boot_id ?? null,
      cpu_model: cpu?.cpu_model ?? null,
      cpu_cores: cpu?.cpu_cores ?? null,
      os_distribution: os?.distribution ?? null,
      os_version: os?.version ?? null,
      kernel_version: os?.kernel ?? null,
      architecture: os?.architecture ?? null,
      agent_version: heartbeat.agent_version ?? null,
      agent_mode: heartbeat.agent_mode ?? null,
      last_boot_time: metrics?.boot_time ?? null,
    },
    hints: { hostname: heartbeat.hostname, addresses: heartbeat.ip_addresses ?? [] },
    machine: { id: heartbeat.server_id, machineType: "server" },
  };
}

/**
 * The address under which the machine is reached. Behind a NAT or a broker the source address is not the machine's, so it counts
 * only when the agent reports it too; else the agent's first address, the one on its default route.
 */
function currentAddress(reported: readonly string[], source: string | null): string | null {
  return source !== null && reported.includes(source) ? source : (reported[0] ?? null);
}
