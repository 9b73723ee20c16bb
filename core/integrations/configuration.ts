import { effectiveConfig } from "../config/block-view.ts";
import type { ConfigFields } from "../config/config-fields.ts";
import type { Change } from "../config/edit.ts";
import type { LiveConfig } from "../config/live-config.ts";
import { mask } from "../config/mask.ts";
import { isPlainMap } from "../config/yaml-edit/steps.ts";
import { PlatformError } from "../errors.ts";
import type { UndoStack } from "../lifecycle/undo-stack.ts";
import type { Configuration, Json, Manifest } from "../sdk/index.ts";

/** What the configuration of an integration's context opens on to. */
export interface ConfigurationRooms {
  readonly liveConfig: LiveConfig;
  readonly configFields: ConfigFields;
}

/** The configuration as an integration has it: what its manifest permits can be edited. */
export function permittedConfiguration(
  { liveConfig, configFields }: ConfigurationRooms,
  manifest: Manifest,
  undos: UndoStack,
): Configuration {
  return {
    read: (setting) => partAt(effectiveConfig(liveConfig), setting.split(".")) as Json | undefined,
    async edit(changes) {
      for (const { setting } of changes) requireSetting(manifest, setting);
      const real = changes.filter(({ value }) => value !== mask);
      const edits = real.map(({ setting, value }) => ({ path: setting.split("."), value }));
      await liveConfig.edit([...turnOn(liveConfig, edits), ...edits]);
    },
    contribute: (read) => undos.add(configFields.add(read)),
  };
}

function partAt(value: unknown, path: readonly string[]): unknown {
  const below = (part: unknown, name: string) =>
    isPlainMap(part) && Object.hasOwn(part, name) ? part[name] : undefined;
  return path.reduce(below, value);
}

function requireSetting({ domain, permissions = [] }: Manifest, setting: string): void {
  const covers = (permission: string) => `config:${setting}.`.startsWith(`${permission}.`);
  if (permissions.some(covers)) return;
  throw new PlatformError("FORBIDDEN", `${domain} needs the permission "config:${setting}" in its manifest.yaml`);
}

/** What is written into the block of an integration that is off is meant to have an effect. */
function turnOn({ running }: LiveConfig, changes: readonly Change[]): Change[] {
  const written = changes.filter(
    ({ path, value }) => path[0] === "integrations" && path.length > 2 && value !== undefined,
  );
  const domains = new Set(written.map(({ path }) => path[1] ?? ""));
  return [...domains].flatMap((domain): Change[] => {
    const path = ["integrations", domain];
    const setting = running.config.source.setting(path);
    if (running.blocks.has(domain) || !setting) return [];
    return isPlainMap(setting.value) ? [{ path: [...path, "enabled"], value: undefined }] : [{ path, value: {} }];
  });
}
