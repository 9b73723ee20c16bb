import { BlockList, isIP } from "node:net";

/** The network that an address lies in, as a home has it: the /24 of an IPv4 address, the /64 of an IPv6 one; else `null`. */
export function networkOf(address: string): string | null {
  const family = isIP(address);
  if (family === 4) return `${address.split(".").slice(0, 3).join(".")}.0/24`;
  if (family === 6) return `${firstHalf(address)}::/64`;
  return null;
}

/** An address that says where a host is: neither its own loopback nor a link-local one, which is the same everywhere. */
export function isRoutable(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && !everywhere.check(address, family === 4 ? "ipv4" : "ipv6");
}

const everywhere = createEverywhere();

function createEverywhere(): BlockList {
  const list = new BlockList();
  list.addSubnet("127.0.0.0", 8, "ipv4");
  list.addSubnet("169.254.0.0", 16, "ipv4");
  list.addAddress("::1", "ipv6");
  list.addSubnet("fe80::", 10, "ipv6");
  return list;
}

/** The first four groups of an IPv6 address, without leading zeros (RFC 5952); zeros at their end are left to the `::`. */
function firstHalf(address: string): string {
  const [head = "", tail] = (address.split("%")[0] ?? "").split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail ? tail.split(":") : [];
  // A dotted quad at the end stands for two groups.
  const rightLength = right.length + (right.at(-1)?.includes(".") ? 1 : 0);
  const zeros = tail === undefined ? 0 : 8 - left.length - rightLength;
  const groups = [...left, ...new Array<string>(Math.max(0, zeros)).fill("0"), ...right].slice(0, 4);
  const short = groups.map((group) => Number.parseInt(group, 16).toString(16));
  while (short.at(-1) === "0") short.pop();
  return short.join(":");
}
