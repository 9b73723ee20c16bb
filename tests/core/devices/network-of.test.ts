import { describe, expect, it } from "vitest";
import { isRoutable, networkOf } from "../../../core/devices/network-of.ts";

describe("networkOf", () => {
  it.each([
    ["192.168.1.21", "192.168.1.0/24"],
    ["10.0.0.255", "10.0.0.0/24"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:0db8:0001:0002::1", "2001:db8:1:2::/64"],
    ["fd00::21", "fd00::/64"],
    ["2001:db8::1:2:3:4:5", "2001:db8:0:1::/64"],
    ["::1", "::/64"],
    ["::ffff:192.168.1.1", "::/64"],
    ["nas.lan", null],
    ["", null],
    ["300.1.1.1", null],
  ])("of %s is %s", (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});

describe("isRoutable", () => {
  it.each([
    ["192.168.1.21", true],
    ["fd00::21", true],
    ["100.64.0.3", true],
    ["127.0.0.1", false],
    ["169.254.3.4", false],
    ["::1", false],
    ["fe80::1", false],
    ["nas", false],
  ])("of %s is %s", (address, expected) => {
    expect(isRoutable(address)).toBe(expected);
  });
});
