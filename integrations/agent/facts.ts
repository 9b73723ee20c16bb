import type { Heartbeat } from "../../agent/protocol.ts";
import type { DeviceClaim } from "../../core/sdk/index.ts";

/**
 * What a heartbeat says about its machine. `guid` is the agent's, lower case, or `undefined` for an agent from before GUIDs;
 * `sourceAddress` is where the heartbeat came from.
 */
export function claimOf(heartbeat: Heartbeat, guid: string | undefined, sourceAddress: string | null): DeviceClaim {
  const { cpu_info: cpu, os_info: os, metrics } = heartbeat;
  return {
    ref: guid ?? refOfOldAgent(heartbeat.server_id),
    keys: {
      ...(guid === undefined ? { agentId: heartbeat.server_id } : { agentGuid: guid }),
      ...(heartbeat.machine_id ? { machineId: heartbeat.machine_id.toLowerCase() } : {}),
      macs: hardwareAddresses(heartbeat),
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

/** Those of its cards. A container has none: there it is the address on the default route, which its host gave to it alone. */
function hardwareAddresses({ network_interfaces: interfaces, mac_address: main }: Heartbeat): string[] {
  const cards = (interfaces ?? []).filter(({ is_physical }) => is_physical !== false).flatMap(({ mac }) => mac ?? []);
  const macs = cards.length > 0 || !main ? cards : [main];
  return [...new Set(macs.map((mac) => mac.toLowerCase()))].toSorted();
}

/** The name of the claim of an agent from before GUIDs. */
export function refOfOldAgent(serverId: string): string {
  return `id:${serverId}`;
}

/**
 * The address under which the machine is reached. Behind a NAT or a broker the source address is not the machine's, so it counts
 * only when the agent reports it too; else the agent's first address, the one on its default route.
 */
function currentAddress(reported: readonly string[], source: string | null): string | null {
  return source !== null && reported.includes(source) ? source : (reported[0] ?? null);
}
