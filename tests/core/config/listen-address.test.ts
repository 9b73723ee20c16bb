import { describe, expect, it } from "vitest";
import { parseListenAddress } from "../../../core/config/listen-address.ts";

describe("parseListenAddress", () => {
  it.each([
    ["0.0.0.0:8080", { host: "0.0.0.0", port: 8080 }],
    ["localhost:0", { host: "localhost", port: 0 }],
    ["[::]:8080", { host: "::", port: 8080 }],
    ["[fe80::1]:65535", { host: "fe80::1", port: 65535 }],
    ["8080", undefined],
    [":8080", undefined],
    ["localhost", undefined],
    ["::1:8080", undefined],
    ["[nas]:80", undefined],
    ["localhost:65536", undefined],
    ["http://localhost:80", undefined],
    ["local host:80", undefined],
  ])("reads %s", (text, expected) => {
    expect(parseListenAddress(text)).toEqual(expected);
  });
});
