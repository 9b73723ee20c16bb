import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadConfig } from "../../../core/config/load.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "homelabcmd-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

function load(text: string) {
  const file = path.join(folder, "config.yaml");
  writeFileSync(file, text);
  const { mqtt, problems } = loadConfig({ path: file, knownIntegrations: [] });
  return { mqtt, problems: problems.map(({ line, message }) => `${line}: ${message}`) };
}

const defaults = {
  broker: "off",
  prefix: "homelab",
  embedded: { listen: { host: "0.0.0.0", port: 1883 }, tls: null },
  external: { url: "", username: null, password: null, ca: null },
};

describe("the block mqtt", () => {
  it("is off by default", () => {
    expect(load("")).toEqual({ mqtt: defaults, problems: [] });
  });

  it("lends the embedded broker the hub's certificate", () => {
    const { mqtt } = load(
      "hub: { tls: { cert: a.crt, key: a.key } }\nmqtt: { broker: embedded, embedded: { tls: {} } }\n",
    );

    expect(mqtt.embedded.tls).toEqual({
      listen: { host: "0.0.0.0", port: 8883 },
      cert: path.join(folder, "a.crt"),
      key: path.join(folder, "a.key"),
    });
  });

  it("takes an external broker with its secrets", () => {
    const text =
      "mqtt: { broker: external, external: { url: mqtts://broker.lan, username: hub, password: s, ca: ca.crt } }";

    expect(load(text)).toEqual({
      mqtt: {
        ...defaults,
        broker: "external",
        external: { url: "mqtts://broker.lan", username: "hub", password: "s", ca: path.join(folder, "ca.crt") },
      },
      problems: [],
    });
  });

  it.each([
    ["mqtt: { broker: external }", "1: mqtt.external.url is missing: where is the broker?"],
    ["mqtt: { embedded: { tls: { cert: a.crt } } }", "1: mqtt.embedded.tls needs cert and key, or neither of them"],
    [
      "mqtt: { embedded: { tls: {} } }",
      "1: mqtt.embedded.tls needs cert and key, since there is no hub.tls whose files it could use",
    ],
    ["mqtt: { prefix: home/# }", expect.stringContaining("mqtt.prefix must be MQTT topic levels without wildcards")],
    [
      "mqtt: { external: { url: http://broker.lan } }",
      '1: mqtt.external.url must be an mqtt or mqtts address, such as "mqtt://broker.lan:1883", but is "http://broker.lan"',
    ],
  ])("refuses %s", (text, problem) => {
    expect(load(text).problems).toEqual([problem]);
  });
});
