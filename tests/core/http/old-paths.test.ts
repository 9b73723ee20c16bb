import { describe, expect, it } from "vitest";
import { currentPath, deprecationHeaders, oldPathOf } from "../../../core/http/old-paths.ts";

describe("the old name of machines", () => {
  it.each([
    ["/servers", "/machines"],
    ["/servers/", "/machines/"],
    ["/servers/nas/metrics/export", "/machines/nas/metrics/export"],
    ["/serversnas", "/serversnas"],
    ["/config/servers", "/config/servers"],
    ["/machines/servers", "/machines/servers"],
  ])("takes %s for %s", (called, answered) => {
    expect(currentPath(called)).toBe(answered);
  });

  it.each([
    ["/machines/:id/notes", "/servers/:id/notes"],
    ["/machines", "/servers"],
    ["/agents/heartbeat", undefined],
  ])("of %s is %s", (path, old) => {
    expect(oldPathOf(path)).toBe(old);
  });

  it.each([
    ["/servers", "machines"],
    ["/servers/", "../machines/"],
    ["/servers/nas", "../machines/nas"],
    ["/servers/nas/metrics", "../../machines/nas/metrics"],
    ["/servers/a%2Fb", "../machines/a%2Fb"],
    ['/servers/a>;b"', "../machines/a%3E;b%22"],
  ])("says at %s where the new one is, also behind a proxy that adds to the path", (path, target) => {
    const { Link: link } = deprecationHeaders(path);
    const [, written = ""] = /^<(.*)>; rel="successor-version"$/.exec(link ?? "") ?? [];
    const seen = new URL(written, `http://hub.lan/homelab/api/v1${path}`).pathname;

    expect([written, seen]).toEqual([
      target,
      `/homelab/api/v1${currentPath(path).replace(">", "%3E").replace('"', "%22")}`,
    ]);
  });
});
