import { PlatformError } from "../errors.ts";
import type { JsonObject, JsonSchema } from "../sdk/index.ts";
import { backupSchema } from "./backup-schema.ts";
import { changesBetween, withoutDefaults } from "./changes.ts";
import { ConfigSource } from "./config-source.ts";
import { hubSchema, recorderSchema } from "./hub-schema.ts";
import { splitSwitch, withSwitch } from "./integration-switch.ts";
import type { LiveConfig } from "./live-config.ts";
import { whyLocked } from "./locks.ts";
import { machinesSchema } from "./machines-schema.ts";
import { mask, maskSecrets, unmask } from "./mask.ts";
import { mqttSchema } from "./mqtt-schema.ts";
import { notificationsSchema } from "./notifications-schema.ts";
import { whyReadOnly } from "./replace-file.ts";
import { isHidden, type Setting } from "./setting.ts";
import { isPlainMap } from "./yaml-edit/steps.ts";

/** A setting that something else than the text of config.yaml decides. */
export interface Origin {
  /** `integrations.docker.token`. */
  readonly path: string;
  readonly from: "environment" | "secret" | "include";
  /** The variable, the secret or the file. */
  readonly name: string;
}

/** An integration's block, as it may be shown. */
export interface BlockView {
  readonly domain: string;
  readonly enabled: boolean;
  readonly config: unknown;
  readonly schema: JsonSchema;
  readonly version: string;
  readonly origins: readonly Origin[];
  readonly writable: boolean;
  /** Why it cannot be written. */
  readonly reason: string | null;
}

/** The whole configuration with its defaults, without any secret. */
export function effectiveConfig({ running }: LiveConfig): Readonly<Record<string, unknown>> {
  const { effective, source, integrations } = running.config;
  const isOff = ([, isOn]: readonly [string, boolean]) => !isOn;
  const blocks = [...running.blocks].map(
    ([domain, block]) =>
      [domain, masked(source, ["integrations", domain], block, running.schemas.get(domain) ?? {})] as const,
  );
  return {
    hub: masked(source, ["hub"], effective.hub, hubSchema),
    recorder: masked(source, ["recorder"], effective.recorder, recorderSchema),
    backup: masked(source, ["backup"], effective.backup, backupSchema),
    notifications: masked(source, ["notifications"], effective.notifications, notificationsSchema),
    mqtt: masked(source, ["mqtt"], effective.mqtt, mqttSchema),
    machines: masked(source, ["machines"], effective.machines, machinesSchema),
    integrations: Object.fromEntries([
      ...blocks,
      ...[...integrations].filter(isOff).map(([domain]) => [domain, false] as const),
    ]),
  };
}

/** Every setting that the text does not decide by itself. */
export function originsOf({ running, overrides }: LiveConfig): readonly Origin[] {
  const fromEnvironment = overrides.map(({ path, variable }) => {
    return { path: path.join("."), from: "environment", name: variable } as const;
  });
  const root = running.config.source.setting([]);
  const fromFile = (root ? originsBelow(root, []) : []).filter((origin) => {
    return !fromEnvironment.some(({ path }) => path === origin.path);
  });
  return [...fromEnvironment, ...fromFile];
}

/** One integration's block. Throws `NOT_FOUND` when there is no such integration. */
export async function viewBlock(config: LiveConfig, domain: string): Promise<BlockView> {
  const { source } = config.running.config;
  const { schema, value } = await blockOf(config, domain);
  const path = ["integrations", domain];
  const prefix = `${path.join(".")}.`;
  const reason = await whyNotWritable(config, path);
  return {
    domain,
    enabled: config.running.blocks.has(domain),
    config: masked(source, path, value, schema),
    schema,
    version: source.version,
    origins: originsOf(config).filter((origin) => origin.path.startsWith(prefix)),
    writable: reason === undefined,
    reason: reason ?? null,
  };
}

/** Makes an integration's block say `wanted`, in which a mask stands for the present value; one that was off is on then. */
export async function writeBlock(
  config: LiveConfig,
  domain: string,
  wanted: JsonObject,
  version: string | undefined,
): Promise<void> {
  const { value } = await blockOf(config, domain);
  const path = ["integrations", domain];
  const unmasked = unmask(wanted, value);
  refuseMasks(unmasked, path);
  const turnOn = { path: [...path, "enabled"], value: undefined };
  const hasBlock = config.running.blocks.has(domain) || isPlainMap(config.running.config.source.setting(path)?.value);
  const changes = hasBlock
    ? [...changesBetween(value, unmasked, path), turnOn]
    : [{ path, value: withoutDefaults(value, unmasked) }];
  await config.edit(changes, version);
}

/** What an integration runs with; for one that is off, what it would run with. */
async function blockOf({ running, integrations }: LiveConfig, domain: string) {
  const integration = integrations.find((each) => each.domain === domain);
  if (!integration) throw new PlatformError("NOT_FOUND", `There is no integration '${domain}'`);
  const schema = running.schemas.get(domain) ?? (await integration.schema());
  return { schema, value: running.blocks.get(domain) ?? blockOfOff(running.config.source, domain, schema) };
}

/** As it is written, if it is a good one, else its defaults. */
function blockOfOff(source: ConfigSource, domain: string, schema: JsonSchema): JsonObject {
  const written = source.validate<JsonObject>(`/integrations/${domain}`, withSwitch(schema));
  const isBlock = isPlainMap(written.value) && written.problems.length === 0;
  return isBlock ? splitSwitch(written.value).value : new ConfigSource("", "").validate<JsonObject>("", schema).value;
}

async function whyNotWritable(config: LiveConfig, path: readonly string[]): Promise<string | undefined> {
  const { source } = config.running.config;
  if (config.problems.length > 0) return `${source.file} has problems; repair the file first`;
  // Secrets and the like within the block keep only themselves from being changed.
  const above = path.map((_, index) => path.slice(0, index + 1)).map((part) => source.setting(part));
  const isElsewhere = above.some((setting) => setting && setting.origin.kind !== "text");
  if (isElsewhere) return whyLocked(source, config.overrides, path);
  return whyReadOnly(source.file);
}

function masked(source: ConfigSource, path: readonly string[], value: unknown, schema: JsonSchema): unknown {
  return maskSecrets(value, schema, (below) => {
    return source.along([...path, ...below]).some(({ origin }) => isHidden(origin));
  });
}

function originsBelow(setting: Setting, path: readonly string[]): Origin[] {
  const { origin, children } = setting;
  const own = originOf(origin, path.join("."));
  return [...own, ...[...children].flatMap(([name, child]) => originsBelow(child, [...path, name]))];
}

function originOf(origin: Setting["origin"], path: string): Origin[] {
  if (origin.kind === "secret" || origin.kind === "include") return [{ path, from: origin.kind, name: origin.name }];
  return origin.kind === "variable" ? [{ path, from: "environment", name: origin.name }] : [];
}

/** A mask where nothing was hidden is text that somebody has copied. */
function refuseMasks(value: unknown, path: readonly string[]): void {
  if (value === mask) {
    const field = path.join(".");
    throw new PlatformError("VALIDATION_ERROR", `${field} has no hidden value to keep; write the value itself`, {
      field,
    });
  }
  if (typeof value !== "object" || value === null) return;
  for (const [name, item] of Object.entries(value)) refuseMasks(item, [...path, name]);
}
