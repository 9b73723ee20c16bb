import type { Host } from "../runtime/host.ts";
import { parseCount } from "./counts.ts";
import { defaultInterface } from "./default-route.ts";

/** One network interface. Counters run since boot. */
export interface InterfaceReading {
  readonly name: string;
  /** Lower case with colons; `null` for tunnels. */
  readonly mac: string | null;
  readonly addresses: readonly string[];
  readonly receivedBytes: number | null;
  readonly sentBytes: number | null;
  readonly receivedPackets: number | null;
  readonly sentPackets: number | null;
  readonly isUp: boolean | null;
  /** A card (also a virtual machine's), not a bridge, tunnel or container end. */
  readonly isPhysical: boolean;
}

/** All network interfaces except the loopback. */
export interface NetworkReading {
  readonly interfaces: readonly InterfaceReading[];
  /** Name of the one on the default route. */
  readonly defaultInterface: string | null;
}

const interfaceUp = 0x1; // IFF_UP of <linux/if.h>
const loopbackType = "772"; // ARPHRD_LOOPBACK of <linux/if_arp.h>

/**
 * Reads /sys/class/net; throws when there is none. Host ends of containers (`veth…`) are left out: they come and go under
 * random names.
 */
export async function readNetwork(host: Host): Promise<NetworkReading> {
  const names = await host.readDirectory("/sys/class/net");
  if (names === null) throw new Error("/sys/class/net cannot be read");
  const lasting = names.filter((name) => !name.startsWith("veth")).sort();
  const addresses = addressesByInterface(host);
  const readings = await Promise.all(lasting.map((name) => readInterface(host, name, addresses)));
  const routes = `${host.processDirectory}/net`;
  return {
    interfaces: readings.flatMap((reading) => reading ?? []),
    defaultInterface: defaultInterface(
      (await host.readText(`${routes}/route`)) ?? "",
      (await host.readText(`${routes}/ipv6_route`)) ?? "",
    ),
  };
}

async function readInterface(
  host: Host,
  name: string,
  addresses: ReadonlyMap<string, readonly string[]>,
): Promise<InterfaceReading | null> {
  const directory = `/sys/class/net/${name}`;
  const read = async (file: string) => (await host.readText(`${directory}/${file}`))?.trim() ?? null;
  const count = async (counter: string) => parseCount(await read(`statistics/${counter}`));
  const type = await read("type");
  // Files such as bonding_masters stand beside the interfaces.
  if (type === null || type === loopbackType) return null;
  return {
    name,
    mac: parseMac(await read("address")),
    addresses: addresses.get(name) ?? [],
    receivedBytes: await count("rx_bytes"),
    sentBytes: await count("tx_bytes"),
    receivedPackets: await count("rx_packets"),
    sentPackets: await count("tx_packets"),
    isUp: parseIsUp(await read("operstate"), await read("flags")),
    isPhysical: await host.exists(`${directory}/device`),
  };
}

/** An alias (`eth0:1`) belongs to its interface. */
function addressesByInterface(host: Host): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const [label, entries] of Object.entries(host.interfaceAddresses())) {
    const name = label.replace(/:.*$/, "");
    const known = found.get(name) ?? [];
    found.set(name, [...known, ...(entries ?? []).filter(({ internal }) => !internal).map(({ address }) => address)]);
  }
  return found;
}

/** An Ethernet address; tunnels have none or only zeros. */
export function parseMac(text: string | null): string | null {
  const mac = text?.toLowerCase() ?? "";
  return /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/.test(mac) && mac !== "00:00:00:00:00:00" ? mac : null;
}

/** Tunnels do not know whether they have a carrier (operstate "unknown"): for them the administrator's word counts. */
export function parseIsUp(operstate: string | null, flags: string | null): boolean | null {
  if (operstate === null) return null;
  if (operstate !== "unknown") return operstate === "up";
  const bits = Number.parseInt(flags ?? "", 16);
  return Number.isNaN(bits) ? null : (bits & interfaceUp) !== 0;
}
