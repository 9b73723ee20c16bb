import { describe, expect, it } from "vitest";
import { withoutBasePath } from "../../../core/http/base-path.ts";

describe("a base path", () => {
  it.each([
    ["/homelab/api/v1/live?a=1", "/api/v1/live?a=1"],
    ["/homelab", "/"],
    ["/homelab?status=offline", "/?status=offline"],
    ["/homelab/", "/"],
    ["/api/v1/live", "/api/v1/live"],
    ["/homelabs/x", "/homelabs/x"],
    ["/homelab/homelab/x", "/homelab/x"],
  ])("is taken off %s", (url, rest) => {
    expect(withoutBasePath(url, "/homelab")).toBe(rest);
  });

  it("that is empty changes nothing", () => {
    expect(withoutBasePath("/homelab/x", "")).toBe("/homelab/x");
  });
});
