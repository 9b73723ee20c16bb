import path from "node:path";
import type { NotificationRules } from "../notifications/routing.ts";
import type { RetentionRules } from "../recorder/retention.ts";
import type { JsonSchema } from "../sdk/index.ts";
import { type BackupBlock, type BackupSettings, backupSchema, backupSettings } from "./backup-schema.ts";
import { ConfigSource, type Validated } from "./config-source.ts";
import type { Variables } from "./environment.ts";
import { fileSchema, type HubBlock, hubSchema, type RecorderBlock, recorderSchema } from "./hub-schema.ts";
import { isOn } from "./integration-switch.ts";
import { formatListenAddress, type ListenAddress, requireListenAddress } from "./listen-address.ts";
import { type MachineEntry, machineEntries, repeatedMachines } from "./machines.ts";
import { type MachinesBlock, machinesSchema } from "./machines-schema.ts";
import { type MqttBlock, type MqttSettings, mqttProblems, mqttSchema, mqttSettings } from "./mqtt-schema.ts";
import { adviceFor } from "./nearest-name.ts";
import {
  type NotificationsBlock,
  notificationProblems,
  notificationRules,
  notificationsSchema,
} from "./notifications-schema.ts";
import type { Override } from "./overrides.ts";
import type { ConfigProblem } from "./problem.ts";
import { readConfigFile } from "./read-config-file.ts";

/** config.yaml as the hub uses it, with defaults filled in and the environment's overrides applied. */
export interface HubConfig {
  readonly hub: HubSettings;
  readonly recorder: RecorderSettings;
  readonly backup: BackupSettings;
  readonly notifications: NotificationRules;
  readonly mqtt: MqttSettings;
  /** Machines to begin with: each is imported once, and belongs to the database from then on. */
  readonly machines: readonly MachineEntry[];
  /** Which integrations the file names, by domain: `false` is one that is turned off, `true` any other block, also an empty one. */
  readonly integrations: ReadonlyMap<string, boolean>;
  /** The blocks of the hub itself as the file would say them, with defaults and the environment's overrides. */
  readonly effective: {
    readonly hub: HubBlock;
    readonly recorder: RecorderBlock;
    readonly backup: BackupBlock;
    readonly notifications: NotificationsBlock;
    readonly mqtt: MqttBlock;
    readonly machines: MachinesBlock;
  };
  /** For checking the integrations' blocks: `source.validate("/integrations/agent", schema)`. */
  readonly source: ConfigSource;
  /** What is wrong so far. Add the integrations' problems and hand all to `refuseProblems`. */
  readonly problems: readonly ConfigProblem[];
}

/** How readings are kept. */
export interface RecorderSettings extends RetentionRules {
  readonly sealMinutes: number;
  readonly durability: "normal" | "full";
}

export interface HubSettings {
  readonly name: string;
  readonly listen: ListenAddress;
  /** IANA name. */
  readonly timeZone: string;
  /** How people reach the hub, when that is not where it listens. */
  readonly publicUrl: string | null;
  /** Addresses and networks (CIDR) whose X-Forwarded-For is believed. */
  readonly trustedProxies: readonly string[];
  /** `/homelab`, or empty at the root. */
  readonly basePath: string;
  /** How long a machine may be silent at least until it counts as offline. */
  readonly offlineAfterSeconds: number;
  /** Absolute paths of PEM files; `null` serves plain HTTP. */
  readonly tls: { readonly cert: string; readonly key: string } | null;
}

export interface LoadOptions {
  /** A missing file means defaults. */
  readonly path: string;
  /** Domains that can stand below `integrations:`. */
  readonly knownIntegrations: readonly string[];
  /** Wins over the file's `hub.listen`. */
  readonly listen?: ListenAddress | undefined;
  /** What `${NAME}` in the file may name. */
  readonly variables?: Variables;
  /** Settings of integrations that variables decide, whatever the file says. */
  readonly overrides?: readonly Override[];
}

/**
 * Reads and checks config.yaml, except for the insides of the integrations' blocks. Throws a `StartError` when the file
 * cannot be read at all. A block with problems is returned as if it were not written.
 */
export function loadConfig(options: LoadOptions): HubConfig {
  return interpretConfig(readConfigFile(options.path, options.variables, options.overrides), options);
}

/** The same for a text that has been read. */
export function interpretConfig(source: ConfigSource, options: Omit<LoadOptions, "variables">): HubConfig {
  const file = source.validate("", fileSchema);
  const hub = readBlock<HubBlock>(source, "/hub", hubSchema);
  const recorder = readBlock<RecorderBlock>(source, "/recorder", recorderSchema);
  const backup = readBlock<BackupBlock>(source, "/backup", backupSchema);
  const notifications = readBlock<NotificationsBlock>(source, "/notifications", notificationsSchema);
  const mqtt = readBlock<MqttBlock>(source, "/mqtt", mqttSchema);
  const machinesBlock = readBlock<MachinesBlock>(source, "/machines", machinesSchema);
  const machines = machineEntries(machinesBlock.value);
  const integrations = source.entries("/integrations").map(([domain, block]) => [domain, isOn(block)] as const);
  const settings = hubSettings(hub.value, options);
  return {
    hub: settings,
    recorder: recorderSettings(recorder.value),
    backup: backupSettings(backup.value, options.path),
    notifications: notificationRules(notifications.value),
    mqtt: mqttSettings(mqtt.value, options.path, settings.tls),
    machines,
    integrations: new Map(integrations),
    effective: {
      hub: options.listen ? { ...hub.value, listen: formatListenAddress(options.listen) } : hub.value,
      recorder: recorder.value,
      backup: backup.value,
      notifications: notifications.value,
      mqtt: mqtt.value,
      machines: machinesBlock.value,
    },
    source,
    problems: [
      ...source.problems,
      ...file.problems,
      ...hub.problems,
      ...recorder.problems,
      ...backup.problems,
      ...notifications.problems,
      ...notificationProblems(source, notifications.value),
      ...mqtt.problems,
      ...mqttProblems(source, mqtt.value, settings.tls),
      ...machinesBlock.problems,
      ...repeatedMachines(source, machines),
      ...unknownIntegrations(source, options.knownIntegrations),
    ],
  };
}

function readBlock<Block>(source: ConfigSource, pointer: string, schema: JsonSchema): Validated<Block> {
  const block = source.validate<Block>(pointer, schema);
  if (block.problems.length === 0) return block;
  const defaults = new ConfigSource(source.file, "").validate<Block>(pointer, schema);
  return { value: defaults.value, problems: block.problems };
}

function recorderSettings(block: RecorderBlock): RecorderSettings {
  return {
    keepDays: block.keep_days,
    rollupDays: block.rollup_days,
    exceptions: block.exceptions.map(({ entities, keep_days: keepDays }) => ({ entities, keepDays })),
    sealMinutes: block.seal_minutes,
    durability: block.durability,
  };
}

function hubSettings(block: HubBlock, { listen, path: file }: LoadOptions): HubSettings {
  const besideFile = (name: string) => path.resolve(path.dirname(file), name);
  return {
    name: block.name,
    listen: listen ?? requireListenAddress(block.listen),
    timeZone: block.time_zone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone,
    publicUrl: block.public_url ?? null,
    trustedProxies: block.trusted_proxies,
    basePath: block.base_path,
    offlineAfterSeconds: block.offline_after_seconds,
    tls: block.tls ? { cert: besideFile(block.tls.cert), key: besideFile(block.tls.key) } : null,
  };
}

function unknownIntegrations(source: ConfigSource, known: readonly string[]): ConfigProblem[] {
  const written = source.entries("/integrations").map(([domain]) => domain);
  return written
    .filter((domain) => !known.includes(domain))
    .map((domain) => {
      const message = `there is no integration "${domain}"${adviceFor(domain, known)}`;
      return source.problemAt(["integrations", domain], "key", message);
    });
}
