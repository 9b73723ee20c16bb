/** Flags of <linux/route.h>: the route is usable; packets that take it are refused. */
const routeUp = 0x1;
const routeReject = 0x200;

interface Route {
  readonly interfaceName: string;
  readonly metric: number;
}

/**
 * The interface of the IPv4 default route with the lowest metric, else of the IPv6 one, else `null`. Takes the text of
 * /proc/net/route and /proc/net/ipv6_route.
 */
export function defaultInterface(route: string, ipv6Route: string): string | null {
  return lowestMetric(defaultRoutes4(route)) ?? lowestMetric(defaultRoutes6(ipv6Route));
}

/** Columns: Iface Destination Gateway Flags RefCnt Use Metric Mask MTU Window IRTT; addresses and flags hexadecimal. */
function defaultRoutes4(text: string): Route[] {
  return rows(text).flatMap(([name, destination, , flags, , , metric, mask]) =>
    name && destination === "00000000" && mask === "00000000" && isUsable(flags)
      ? [{ interfaceName: name, metric: Number.parseInt(metric ?? "", 10) }]
      : [],
  );
}

/** Columns: destination length source length gateway metric references uses flags interface; numbers hexadecimal. */
function defaultRoutes6(text: string): Route[] {
  return rows(text).flatMap(([destination, length, , , , metric, , , flags, name]) =>
    name && /^0{32}$/.test(destination ?? "") && length === "00" && isUsable(flags)
      ? [{ interfaceName: name, metric: Number.parseInt(metric ?? "", 16) }]
      : [],
  );
}

function rows(text: string): string[][] {
  return text.split("\n").map((line) => line.trim().split(/\s+/));
}

function isUsable(flags: string | undefined): boolean {
  const bits = Number.parseInt(flags ?? "", 16);
  return (bits & routeUp) !== 0 && (bits & routeReject) === 0;
}

function lowestMetric(routes: readonly Route[]): string | null {
  const [first, ...others] = routes;
  if (!first) return null;
  return others.reduce((best, route) => (route.metric < best.metric ? route : best), first).interfaceName;
}
