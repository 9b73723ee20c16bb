import { describe, expect, test } from "vitest";
import { parseConfig } from "../../agent/config.ts";

const least = "hub_url: http://hub.lan:8080\napi_token: abc\n";
const problemOf = (text: string): string => {
  try {
    parseConfig(text, "agent.yaml");
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : "";
  }
  return "none";
};

const refused = [
  [
    "a typo, with the nearest name",
    `${least}hartbeat_interval: 5`,
    "agent.yaml:3: hartbeat_interval is not known; did you mean heartbeat_interval?",
  ],
  [
    "a typo in a needed name before its absence",
    "hub_ulr: http://hub",
    "agent.yaml:1: hub_ulr is not known; did you mean hub_url?",
  ],
  [
    "a name that is like no other",
    "\n\nsnmp: true",
    "agent.yaml:3: snmp is not known; known are hub_url, api_token, enrolment_token, server_id, server_guid, heartbeat_interval, monitored_services, mode, identity, transport, mqtt, updates, outbox",
  ],
  [
    "a typo one level down",
    `${least}identity:\n  prot: 1`,
    "agent.yaml:4: identity.prot is not known; did you mean port?",
  ],
  [
    "an interval that is too long",
    `${least}heartbeat_interval: 3601`,
    "agent.yaml:3: heartbeat_interval must be a whole number from 1 to 3600",
  ],
  [
    "an interval that is no number",
    `${least}heartbeat_interval: 1m`,
    "agent.yaml:3: heartbeat_interval must be a whole number from 1 to 3600",
  ],
  [
    "services that are no list",
    `${least}monitored_services: plex`,
    "agent.yaml:3: monitored_services must be a list of systemd units, such as [plex, smbd]",
  ],
  [
    "a service that is no text",
    `${least}monitored_services:\n  - plex\n  - 7`,
    "agent.yaml:4: monitored_services must be a list of systemd units, such as [plex, smbd]",
  ],
  ["an unknown mode", `${least}mode: root`, "agent.yaml:3: mode must be readonly or readwrite"],
  [
    "an id that the hub would refuse",
    `${least}server_id: My NAS`,
    "agent.yaml:3: server_id must be 1 to 100 of a-z, 0-9 and -",
  ],
  [
    "a guid of another version",
    `${least}server_guid: 0b7c4bd5-0f0e-1f5e-9d1e-0123456789ab`,
    "agent.yaml:3: server_guid must be a UUID v4; leave it out to get a new one",
  ],
  [
    "a hub without a scheme",
    "hub_url: hub.lan\napi_token: a",
    "agent.yaml:1: hub_url must be the hub's address, such as http://hub.lan:8080",
  ],
  [
    "a token of digits without quotes",
    "hub_url: http://hub\napi_token: 123",
    "agent.yaml:2: api_token must be the token that the hub gave for this machine, in quotes when it is only digits",
  ],
  [
    "a token with a line break",
    'hub_url: http://hub\napi_token: "a\\nb"',
    "agent.yaml:2: api_token must be the token that the hub gave for this machine, in quotes when it is only digits",
  ],
  [
    "a missing token",
    "hub_url: http://hub",
    "agent.yaml: api_token is missing; set it to the token that the hub gave for this machine, in quotes when it is only digits",
  ],
  [
    "an empty file",
    "# nothing\n",
    "agent.yaml: hub_url is missing; set it to the hub's address, such as http://hub.lan:8080",
  ],
  [
    "a port out of range",
    `${least}identity:\n  port: 0`,
    "agent.yaml:4: identity.port must be a whole number from 1 to 65535",
  ],
  [
    "a value where a mapping belongs",
    `${least}identity: yes`,
    "agent.yaml:3: identity must be a mapping of names to values",
  ],
  [
    "a broker that speaks something else",
    `${least}mqtt: { url: "ws://hub.lan" }`,
    "agent.yaml:3: mqtt.url must be the broker's address, such as mqtt://broker.lan:1883",
  ],
  [
    "an outbox in a folder that depends on where the agent was started",
    `${least}outbox:\n  path: outbox`,
    "agent.yaml:4: outbox.path must be a folder, as an absolute path",
  ],
  [
    "an outbox without room",
    `${least}outbox: { max_mb: 0 }`,
    "agent.yaml:3: outbox.max_mb must be a whole number from 1 to 10000",
  ],
  ["a list instead of a mapping", "- hub_url", "agent.yaml:1: the file must be a mapping of names to values"],
  ["a name that occurs twice", `${least}mode: readonly\nmode: readonly`, "agent.yaml:4: Map keys must be unique"],
] as const;

describe("parseConfig", () => {
  test("fills in what a short file leaves out", () => {
    expect(parseConfig(least, "agent.yaml").config).toEqual({
      hubUrl: "http://hub.lan:8080",
      apiToken: "abc",
      enrolmentToken: null,
      serverId: null,
      serverGuid: null,
      heartbeatIntervalSeconds: 60,
      monitoredServices: [],
      mode: "readonly",
      identity: { enabled: true, address: "127.0.0.1", port: 9100 },
      transport: "http",
      mqtt: { url: "mqtt://hub.lan", username: null, password: null, ca: null, prefix: "homelab" },
      takesUpdates: false,
      outbox: { enabled: true, path: "outbox", mostMegabytes: 32 },
    });
  });

  test("takes every setting", () => {
    const text = `hub_url: https://hub.example/lab
api_token: "123"
server_id: nas-2
server_guid: 0B7C4BD5-0F0E-4F5E-9D1E-0123456789AB
heartbeat_interval: 5
monitored_services: [plex, backup.timer]
mode: readwrite
identity: { enabled: false, address: "::1", port: 9191 }
transport: mqtt
mqtt: { url: "mqtts://broker.lan:8884", username: nas, password: secret, ca: /etc/ca.crt, prefix: house/lab }
updates: enabled
outbox: { enabled: false, path: /mnt/usb/outbox, max_mb: 500 }`;

    expect(parseConfig(text, "agent.yaml").config).toEqual({
      hubUrl: "https://hub.example/lab",
      apiToken: "123",
      enrolmentToken: null,
      serverId: "nas-2",
      serverGuid: "0b7c4bd5-0f0e-4f5e-9d1e-0123456789ab",
      heartbeatIntervalSeconds: 5,
      monitoredServices: ["plex", "backup.timer"],
      mode: "readwrite",
      identity: { enabled: false, address: "::1", port: 9191 },
      transport: "mqtt",
      mqtt: {
        url: "mqtts://broker.lan:8884",
        username: "nas",
        password: "secret",
        ca: "/etc/ca.crt",
        prefix: "house/lab",
      },
      takesUpdates: true,
      outbox: { enabled: false, path: "/mnt/usb/outbox", mostMegabytes: 500 },
    });
  });

  test("keeps its outbox beside its config, and beside its installed config where the installer lets it write", () => {
    const pathOf = (file: string) => parseConfig(least, file).config.outbox.path;

    expect([pathOf("/srv/hub/agent/config.yaml"), pathOf("/etc/homelab-agent/config.yaml")]).toEqual([
      "/srv/hub/agent/outbox",
      "/var/lib/homelab-agent/outbox",
    ]);
  });

  test.each(refused)("refuses %s", (_, text, problem) => {
    expect(problemOf(text)).toBe(`ConfigError: ${problem}`);
  });
});
