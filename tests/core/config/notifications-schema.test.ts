import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadConfig } from "../../../core/config/load.ts";
import { ConfigFiles } from "./config-files.ts";

let files: ConfigFiles;
beforeEach(() => {
  files = new ConfigFiles();
});
afterEach(() => files.remove());

function load(text: string) {
  const path = files.write({ "config.yaml": text });
  const { notifications, problems } = loadConfig({ path, knownIntegrations: [] });
  return { notifications, problems: problems.map(({ line, message }) => `${line} ${message}`) };
}

describe("the block notifications", () => {
  it("sends everything everywhere at once, unless it says otherwise", () => {
    expect(load("")).toEqual({ notifications: { routes: [], digest: null }, problems: [] });
  });

  it("has routes with quiet hours, and a digest of what is low", () => {
    const text = `notifications:
  routes:
    - severities: [critical]
      tags: [prod]
      channels: [pager]
    - channels: [slack]
      quiet_hours: { from: 22:00, to: "07:00" }
  digest: { at: "08:00" }
`;

    expect(load(text)).toEqual({
      notifications: {
        routes: [
          {
            severities: ["critical"],
            types: null,
            tags: ["prod"],
            machines: null,
            channels: ["pager"],
            quietHours: null,
          },
          {
            severities: null,
            types: null,
            tags: null,
            machines: null,
            channels: ["slack"],
            quietHours: { from: 1320, to: 420, except: ["critical"] },
          },
        ],
        digest: { at: 480, severities: ["low"] },
      },
      problems: [],
    });
  });

  it.each([
    ["routes: [{ severities: [urgent], channels: [slack] }]", "routes[0].severities[0] must be"],
    ["routes: [{ tags: [prod] }]", "channels is missing"],
    ["routes: [{ channels: [] }]", "channels"],
    ["digest: { at: 8 o'clock }", "notifications.digest.at must be a time of day"],
    ["routes: [{ channels: [slack], quiet_hours: { from: '22:00', to: '24:00' } }]", "must be a time of day"],
    ["routes: [{ channels: [slack], quiet_hours: { from: '22:00', to: '22:00' } }]", "is the same as from"],
  ])("refuses %s", (block, says) => {
    expect(load(`notifications:\n  ${block}\n`).problems).toEqual([expect.stringContaining(says)]);
  });
});
