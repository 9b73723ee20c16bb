import { dirname, isAbsolute, join } from "node:path";
import { type Document, LineCounter, parseDocument } from "yaml";
import { ConfigError } from "./config-error.ts";
import { ConfigSection, type ConfigSource } from "./config-section.ts";
import { readTextFile } from "./runtime/text-file.ts";
import { isToken } from "./token-text.ts";

export const defaultConfigPath = "/etc/homelab-agent/config.yaml";
const installedOutbox = "/var/lib/homelab-agent/outbox";

/** The agent's settings, defaults filled in. */
export interface AgentConfig {
  readonly hubUrl: string;
  /** `null` before the agent has enrolled. */
  readonly apiToken: string | null;
  /** With it the agent gets a token of its own on its next start; then it is `null` again. */
  readonly enrolmentToken: string | null;
  /** `null`: the agent proposes its hostname. */
  readonly serverId: string | null;
  /** UUID v4 in lower case; `null` before the first run. */
  readonly serverGuid: string | null;
  readonly heartbeatIntervalSeconds: number;
  /** systemd units to report, beside those that the hub asks for. */
  readonly monitoredServices: readonly string[];
  readonly mode: "readonly" | "readwrite";
  readonly identity: IdentityEndpointConfig;
  readonly transport: "http" | "mqtt";
  readonly mqtt: MqttConfig;
  /** Whether the agent takes newer versions of itself from the hub. */
  readonly takesUpdates: boolean;
  readonly outbox: OutboxConfig;
}

/** What the agent keeps while the hub is away. */
export interface OutboxConfig {
  /** Whether it is kept on disk; else in memory, up to 500 heartbeats. */
  readonly enabled: boolean;
  /** The folder. */
  readonly path: string;
  readonly mostMegabytes: number;
}

/** Where the agent tells programs of its own host who it is. */
export interface IdentityEndpointConfig {
  readonly enabled: boolean;
  readonly address: string;
  readonly port: number;
}

/** How the agent reaches the hub over MQTT. */
export interface MqttConfig {
  /** Of the broker; by default the one in the hub. */
  readonly url: string;
  /** `null`: the agent's GUID. */
  readonly username: string | null;
  /** `null`: the agent's token. */
  readonly password: string | null;
  /** A PEM file of who signed the broker's certificate. */
  readonly ca: string | null;
  readonly prefix: string;
}

/** A config file that was read and found right. */
export interface ConfigFile {
  readonly path: string;
  readonly config: AgentConfig;
  /** The file as YAML, comments and all, for writing it back. */
  readonly document: Document;
}

/** The text of the CA file that the config names, if any. Throws `ConfigError`. */
export function readCa({ path, config }: ConfigFile): Promise<string | null> {
  const { ca } = config.mqtt;
  if (ca === null) return Promise.resolve(null);
  return readTextFile(ca).catch((error: NodeJS.ErrnoException) => {
    throw new ConfigError(`${path}: mqtt.ca names ${ca}, which cannot be read (${error.code})`);
  });
}

/** Reads and checks a config file. Throws `ConfigError`. */
export async function readConfigFile(path: string): Promise<ConfigFile> {
  const text = await readTextFile(path).catch((error: NodeJS.ErrnoException) => {
    const what = error.code === "ENOENT" ? "does not exist" : `cannot be read (${error.code})`;
    throw new ConfigError(
      `The config file ${path} ${what}; it needs at least hub_url and api_token. Name another with --config FILE`,
    );
  });
  return parseConfig(text, path);
}

/** Checks the text of a config file. Throws `ConfigError` on the first thing that is wrong. */
export function parseConfig(text: string, path: string): ConfigFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const source: ConfigSource = { path, lineAt: (offset) => lines.linePos(offset).line };
  const [error] = document.errors;
  if (error) throw new ConfigError(`${path}:${source.lineAt(error.pos[0])}: ${error.message}`);
  return { path, config: readConfig(document.contents, source), document };
}

function readConfig(contents: unknown, source: ConfigSource): AgentConfig {
  const names = [
    "hub_url",
    "api_token",
    "enrolment_token",
    "server_id",
    "server_guid",
    "heartbeat_interval",
    "monitored_services",
    "mode",
    "identity",
    "transport",
    "mqtt",
    "updates",
    "outbox",
  ] as const;
  const section = new ConfigSection(contents, names, source);
  const hubUrl = "the hub's address, such as http://hub.lan:8080";
  const token = "the token that the hub gave for this machine, in quotes when it is only digits";
  const apiToken = section.text("api_token", token, isToken);
  const enrolmentToken = section.text("enrolment_token", "an enrolment token of the hub", isToken);
  const url = section.text("hub_url", hubUrl, isHttpUrl) ?? section.required("hub_url", hubUrl);
  return {
    hubUrl: url,
    apiToken: apiToken ?? (enrolmentToken === null ? section.required("api_token", token) : null),
    enrolmentToken,
    serverId: section.text("server_id", "1 to 100 of a-z, 0-9 and -", (text) => /^[a-z0-9-]{1,100}$/.test(text)),
    serverGuid: section.text("server_guid", "a UUID v4; leave it out to get a new one", isUuid4)?.toLowerCase() ?? null,
    heartbeatIntervalSeconds: section.integer("heartbeat_interval", 1, 3_600) ?? 60,
    monitoredServices: section.texts("monitored_services", "a list of systemd units, such as [plex, smbd]") ?? [],
    mode: section.choice("mode", ["readonly", "readwrite"]) ?? "readonly",
    identity: readIdentityEndpoint(section.node("identity"), source),
    transport: section.choice("transport", ["http", "mqtt"]) ?? "http",
    mqtt: readMqtt(section.node("mqtt"), source, url),
    takesUpdates: section.choice("updates", ["enabled", "off"]) === "enabled",
    outbox: readOutbox(section.node("outbox"), source),
  };
}

function readMqtt(node: unknown, source: ConfigSource, hubUrl: string): MqttConfig {
  const section = new ConfigSection(node, ["url", "username", "password", "ca", "prefix"], source, "mqtt.");
  const isNotEmpty = (text: string) => text !== "";
  const { protocol, hostname } = new URL(hubUrl);
  return {
    url:
      section.text("url", "the broker's address, such as mqtt://broker.lan:1883", isMqttUrl) ??
      `${protocol === "https:" ? "mqtts" : "mqtt"}://${hostname}`,
    username: section.text("username", "a user name of the broker", isNotEmpty),
    password: section.text("password", "a password, in quotes when it is only digits", isNotEmpty),
    ca: section.text("ca", "a PEM file", isNotEmpty),
    prefix:
      section.text("prefix", "what mqtt.prefix is on the hub", (text) => /^[\w-]+(\/[\w-]+)*$/.test(text)) ?? "homelab",
  };
}

function readIdentityEndpoint(node: unknown, source: ConfigSource): IdentityEndpointConfig {
  const section = new ConfigSection(node, ["enabled", "address", "port"], source, "identity.");
  return {
    enabled: section.boolean("enabled") ?? true,
    address: section.text("address", "an address to listen on", (text) => text !== "") ?? "127.0.0.1",
    port: section.integer("port", 1, 65_535) ?? 9_100,
  };
}

/** By default in the folder that the installer made for it, and beside a config that is elsewhere. */
function readOutbox(node: unknown, source: ConfigSource): OutboxConfig {
  const section = new ConfigSection(node, ["enabled", "path", "max_mb"], source, "outbox.");
  const usual = source.path === defaultConfigPath ? installedOutbox : join(dirname(source.path), "outbox");
  return {
    enabled: section.boolean("enabled") ?? true,
    path: section.text("path", "a folder, as an absolute path", isAbsolute) ?? usual,
    mostMegabytes: section.integer("max_mb", 1, 10_000) ?? 32,
  };
}

function isMqttUrl(text: string): boolean {
  return URL.canParse(text) && /^mqtts?:$/.test(new URL(text).protocol) && new URL(text).hostname !== "";
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

function isUuid4(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(text.toLowerCase());
}
