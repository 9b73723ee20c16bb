import path from "node:path";
import type { FromSchema } from "json-schema-to-ts";

/** JSON schema of the block `backup:`. */
export const backupSchema = {
  type: "object",
  additionalProperties: false,
  properties: {
    enabled: {
      type: "boolean",
      default: true,
      description: "Whether backups are made on schedule. By hand they can be made anyway.",
    },
    schedule: {
      type: "string",
      format: "cron",
      default: "30 3 * * *",
      description: "When, as a cron expression in the hub's time zone.",
    },
    keep: {
      type: "integer",
      minimum: 1,
      maximum: 1000,
      default: 14,
      description: "How many stay; the oldest beyond that are removed after a good one.",
    },
    folder: {
      type: "string",
      minLength: 1,
      description: "Where they lie, relative to config.yaml. Default: backups in the data folder.",
    },
    include_key: {
      type: "boolean",
      default: false,
      description: "Whether they hold the encryption key too: who has such a backup can read every stored credential.",
    },
  },
} as const;

export type BackupBlock = FromSchema<typeof backupSchema>;

/** How backups are made. */
export interface BackupSettings {
  /** A cron expression; `null` when none are made on schedule. */
  readonly schedule: string | null;
  readonly keep: number;
  /** An absolute path; `null` is the usual place in the data folder. */
  readonly folder: string | null;
  readonly includeKey: boolean;
}

/** The settings that a block means. `configFile` is the file that it stands in. */
export function backupSettings(block: BackupBlock, configFile: string): BackupSettings {
  return {
    schedule: block.enabled ? block.schedule : null,
    keep: block.keep,
    folder: block.folder === undefined ? null : path.resolve(path.dirname(configFile), block.folder),
    includeKey: block.include_key,
  };
}
