import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type HubConfig, loadConfig } from "../../../core/config/load.ts";
import { formatProblems } from "../../../core/config/problem.ts";
import { brokenFiles } from "./broken-files.ts";

const agentSchema = {
  type: "object",
  additionalProperties: false,
  properties: {
    local: { type: "boolean", default: true },
    heartbeat_interval: { type: "integer", minimum: 1, maximum: 3600, default: 60 },
    mode: { enum: ["readonly", "readwrite"], default: "readonly" },
    token: { type: "string", writeOnly: true },
    tags: { type: "array", maxItems: 2, items: { type: "string" } },
  },
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "config-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function load(text: string, options: { listen?: { host: string; port: number } } = {}): HubConfig {
  const path = join(folder, "config.yaml");
  writeFileSync(path, text);
  return loadConfig({ path, knownIntegrations: ["agent", "docker"], ...options });
}

/** Everything that is said about a file, without the folder's name. */
function complaintsAbout(text: string): string[] {
  const config = load(text);
  const agent = config.source.validate("/integrations/agent", agentSchema);
  const lines = formatProblems([...config.problems, ...agent.problems]);
  return lines.split("\n").map((line) => line.replace(`${join(folder, "config.yaml")}:`, ""));
}

const defaults = {
  hub: {
    name: "HomelabCmd",
    listen: { host: "0.0.0.0", port: 8080 },
    timeZone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
    publicUrl: null,
    trustedProxies: [],
    basePath: "",
    offlineAfterSeconds: 180,
    tls: null,
  },
  recorder: { keepDays: 400, rollupDays: 3650, exceptions: [], sealMinutes: 60, durability: "normal" },
  machines: [],
};

describe("loadConfig", () => {
  it.each([
    ["a missing file", undefined],
    ["an empty file", ""],
    ["a file of comments", "# nothing yet\n"],
    ["a byte order mark alone", "\uFEFF"],
    ["empty blocks", "hub:\nrecorder:\nmachines:\nintegrations:\n"],
  ])("takes the defaults for %s", (_, text) => {
    const path = join(folder, "config.yaml");
    if (text !== undefined) writeFileSync(path, text);

    const { hub, recorder, machines, integrations, problems } = loadConfig({ path, knownIntegrations: [] });

    expect({ hub, recorder, machines, integrations, problems }).toEqual({
      ...defaults,
      integrations: new Map(),
      problems: [],
    });
  });

  it("takes what the file says", () => {
    const { hub, recorder, integrations, problems } = load(`\uFEFFhub:
  name: Cellar
  listen: "[::1]:9000"
  time_zone: Europe/London
  public_url: https://hub.example.net
  trusted_proxies: [10.0.0.0/8, "fd00::/8"]
  base_path: /lab
  tls: { cert: hub.pem, key: /keys/hub.key }
recorder:
  keep_days: 0.5e1
  exceptions:
    - { entities: ["*.interface_rx_rate", nas.cpu_percent], keep_days: 30 }
integrations:
  agent:
  docker: false
`);

    expect({ hub, recorder, integrations, problems }).toEqual({
      hub: {
        name: "Cellar",
        listen: { host: "::1", port: 9000 },
        timeZone: "Europe/London",
        publicUrl: "https://hub.example.net",
        trustedProxies: ["10.0.0.0/8", "fd00::/8"],
        basePath: "/lab",
        offlineAfterSeconds: 180,
        tls: { cert: join(folder, "hub.pem"), key: "/keys/hub.key" },
      },
      recorder: {
        ...defaults.recorder,
        keepDays: 5,
        exceptions: [{ entities: ["*.interface_rx_rate", "nas.cpu_percent"], keepDays: 30 }],
      },
      integrations: new Map([
        ["agent", true],
        ["docker", false],
      ]),
      problems: [],
    });
  });

  it("lets the environment's address win over the file's", () => {
    const config = load("hub:\n  listen: 0.0.0.0:1\n", { listen: { host: "127.0.0.1", port: 2 } });

    expect(config.hub.listen).toEqual({ host: "127.0.0.1", port: 2 });
  });

  it("fills an integration's block with its defaults", () => {
    const config = load("integrations:\n  agent:\n    local: false\n");

    expect(config.source.validate("/integrations/agent", agentSchema)).toEqual({
      value: { local: false, heartbeat_interval: 60, mode: "readonly" },
      problems: [],
    });
  });

  it("falls back to the defaults of a block that is wrong, so that all blocks can be checked", () => {
    const { hub, recorder } = load("hub:\n  name: 5\nrecorder:\n  keep_days: 3\n");

    expect({ hub, recorder }).toEqual({ hub: defaults.hub, recorder: { ...defaults.recorder, keepDays: 3 } });
  });

  it.each(brokenFiles)("explains $what", ({ text, says }) => {
    expect(complaintsAbout(text)).toEqual(says);
  });

  it("points into an anchor's block when an alias brings the wrong value", () => {
    const text = "hub: &block\n  name: 5\nintegrations:\n  docker: *block\n";

    expect(complaintsAbout(text)).toEqual(["2:9  hub.name must be text, but is 5"]);
  });
});
