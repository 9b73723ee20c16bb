import { describe, expect, it } from "vitest";
import { networkUrls } from "../../core/settings.ts";
import { formatWelcome } from "../../core/welcome.ts";

const welcome = {
  url: "http://127.0.0.1:8080",
  otherUrls: [],
  loginPath: "/login#hll_x",
  adminKey: undefined,
  version: "1.2.3",
};

describe("the welcome", () => {
  it("shows where the hub is and how to log in", () => {
    expect(formatWelcome(welcome).trim().split(/\n\s+/)).toEqual([
      "HomelabCmd 1.2.3 is running at http://127.0.0.1:8080",
      "Open this link to log in. It works once, for 15 minutes:",
      "http://127.0.0.1:8080/login#hll_x",
    ]);
  });

  it("shows the link for other machines too, and the admin key when it is new", () => {
    const text = formatWelcome({ ...welcome, otherUrls: ["http://192.168.1.5:8080"], adminKey: "hlc_secret" });
    expect(text).toContain("  http://192.168.1.5:8080/login#hll_x  (from another machine)");
    expect(text).toContain("shown only this once");
    expect(text).toContain("  hlc_secret\n");
  });
});

describe("networkUrls", () => {
  it("names no other address when the hub listens at one only", () => {
    expect(networkUrls("127.0.0.1", 8080)).toEqual([]);
  });
});
