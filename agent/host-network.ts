import type { InterfaceReading, NetworkReading } from "./collectors/network.ts";

/** The host's addresses: the default route's first, then those of its cards, then the others. None that is link-local. */
export function hostAddresses(network: NetworkReading): string[] {
  const addresses = byImportance(network).flatMap((reading) => reading.addresses);
  return [...new Set(addresses)].filter((address) => !/^(fe[89ab]|169\.254\.)/.test(address.toLowerCase()));
}

/** The hardware address on the default route; where that is a tunnel, the first card's. */
export function hostMac(network: NetworkReading): string | null {
  return byImportance(network).find(({ mac }) => mac !== null)?.mac ?? null;
}

/**
 * Traffic of all cards, so that a bridge or a bond above them does not count twice. A container has no card: there the
 * interface on the default route is what the host has.
 */
export function hostTraffic(network: NetworkReading, counter: "receivedBytes" | "sentBytes"): number | null {
  const cards = network.interfaces.filter(({ isPhysical }) => isPhysical);
  const counted = cards.length > 0 ? cards : network.interfaces.filter((reading) => isDefault(network, reading));
  const counts = counted.flatMap((reading) => reading[counter] ?? []);
  return counts.length > 0 ? counts.reduce((sum, count) => sum + count, 0) : null;
}

function byImportance(network: NetworkReading): readonly InterfaceReading[] {
  const rank = (reading: InterfaceReading) => (isDefault(network, reading) ? 0 : reading.isPhysical ? 1 : 2);
  return [...network.interfaces].sort((one, other) => rank(one) - rank(other));
}

function isDefault(network: NetworkReading, { name }: InterfaceReading): boolean {
  return name === network.defaultInterface;
}
