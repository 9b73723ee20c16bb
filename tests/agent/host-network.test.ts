import { describe, expect, test } from "vitest";
import type { InterfaceReading } from "../../agent/collectors/network.ts";
import { hostAddresses, hostMac, hostTraffic } from "../../agent/host-network.ts";

const card = (name: string, rest: Partial<InterfaceReading>): InterfaceReading => ({
  name,
  mac: null,
  addresses: [],
  receivedBytes: 10,
  sentBytes: 1,
  receivedPackets: null,
  sentPackets: null,
  isUp: true,
  isPhysical: true,
  ...rest,
});
const bridge = card("br0", { isPhysical: false, mac: "02:00:00:00:00:01", addresses: ["10.0.0.2", "fe80::2"] });
const ethernet = card("eth0", { mac: "02:00:00:00:00:02", addresses: ["10.0.0.3", "169.254.1.1"] });
const tunnel = card("wg0", { isPhysical: false, addresses: ["10.9.0.1"] });

describe("A host's network", () => {
  test("names the default route's address first, then the cards', and no link-local one", () => {
    expect(hostAddresses({ interfaces: [tunnel, ethernet, bridge], defaultInterface: "br0" })).toEqual([
      "10.0.0.2",
      "10.0.0.3",
      "10.9.0.1",
    ]);
  });

  test("has the hardware address of the first card when the default route is a tunnel", () => {
    expect(hostMac({ interfaces: [bridge, ethernet, tunnel], defaultInterface: "wg0" })).toBe("02:00:00:00:00:02");
  });

  test("counts traffic on cards only, so that a bridge does not double it", () => {
    expect(hostTraffic({ interfaces: [bridge, ethernet, tunnel], defaultInterface: "br0" }, "receivedBytes")).toBe(10);
  });

  test("counts the default route's traffic in a container, which has no card", () => {
    expect(hostTraffic({ interfaces: [bridge, tunnel], defaultInterface: "br0" }, "sentBytes")).toBe(1);
  });

  test("does not know its traffic when no counter is known", () => {
    const silent = card("eth0", { receivedBytes: null });
    expect(hostTraffic({ interfaces: [silent], defaultInterface: "eth0" }, "receivedBytes")).toBe(null);
  });
});
