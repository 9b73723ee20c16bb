import type { DeviceKeys } from "../sdk/index.ts";

/** Every key of a claim as text, `<kind>:<value>`. Whether it decides anything is up to the resolver. */
export function keysOf(keys: DeviceKeys): string[] {
  const macs = new Set([...(keys.macs ?? []), ...(keys.seenMacs ?? [])]);
  return [
    ...named("guid", keys.agentGuid),
    ...named("machine-id", keys.machineId),
    ...named("tailscale-node", keys.tailscaleNodeId),
    ...named("docker-engine", keys.dockerEngineId),
    ...[...macs].filter(isOneHost).map(macKey),
  ];
}

/** The key of a hardware address. */
export function macKey(mac: string): string {
  return `mac:${mac}`;
}

/** Made up by the host rather than given by the maker: bit 2 of the first octet (IEEE 802-2014, 8.4). */
export function isLocallyAdministered(mac: string): boolean {
  return /^.[26ae]/.test(mac);
}

/** Neither empty (all zeros) nor a group's address, which broadcast is too: those have bit 1 of the first octet set. */
function isOneHost(mac: string): boolean {
  return /^.[02468ace]/.test(mac) && mac !== "00:00:00:00:00:00";
}

function named(kind: string, value: string | undefined): string[] {
  return value === undefined || value === "" ? [] : [`${kind}:${value}`];
}
