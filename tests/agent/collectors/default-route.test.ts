import { describe, expect, test } from "vitest";
import { defaultInterface } from "../../../agent/collectors/default-route.ts";

const row = (name: string, destination: string, flags: string, metric: number) =>
  `${name}\t${destination}\t0101A8C0\t${flags}\t0\t0\t${metric}\t${destination === "00000000" ? "00000000" : "00FFFFFF"}\t0\t0\t0`;
const zeros = "0".repeat(32);
const row6 = (name: string, flags: string, metric: string) =>
  `${zeros} 00 ${zeros} 00 fe800000000000000000000000000001 ${metric} 00000001 00000000 ${flags} ${name}`;

const cases = [
  ["the lowest metric wins", [row("wlan0", "00000000", "0003", 600), row("eth0", "00000000", "0003", 100)], [], "eth0"],
  ["a network route is none", [row("eth0", "0001A8C0", "0001", 0)], [], null],
  ["a route that rejects is none", [row("eth0", "00000000", "0201", 0)], [], null],
  [
    "IPv6 is asked when IPv4 has none",
    [],
    [row6("lo", "00200200", "ffffffff"), row6("ens18", "00000003", "00000400")],
    "ens18",
  ],
  ["metrics of IPv6 are hexadecimal", [], [row6("b", "00000003", "0000000a"), row6("a", "00000003", "00000009")], "a"],
  ["IPv4 goes before IPv6", [row("eth0", "00000000", "0003", 900)], [row6("ens18", "00000003", "00000001")], "eth0"],
] as const;

describe("defaultInterface", () => {
  test.each(cases)("%s", (_, routes, routes6, expected) => {
    expect(defaultInterface(routes.join("\n"), routes6.join("\n"))).toBe(expected);
  });
});
