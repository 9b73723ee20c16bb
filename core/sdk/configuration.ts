import type { Json, JsonObject } from "./json.ts";
import type { Undo } from "./lifecycle.ts";

/** What a setting of config.yaml is to be; `undefined` takes it out of the file, so that its default holds. */
export interface SettingChange {
  /** `integrations.alerts.notify_on.high`. */
  readonly setting: string;
  readonly value: Json | undefined;
}

/** The configuration, for integrations whose own routes show and change parts of it. */
export interface Configuration {
  /** A setting or a block as it holds now, with its defaults; a secret is `[hidden]`. `undefined` where there is none. */
  read(setting: string): Json | undefined;
  /**
   * Writes into config.yaml, keeps its comments, and has it take effect; that may restart the integration which asks. `[hidden]` keeps a
   * secret as it is. The manifest must permit each setting, or one above it: `config:integrations.alerts`. Throws `VALIDATION_ERROR` for
   * what the schema refuses, and `CONFLICT` where the file does not decide it.
   */
  edit(changes: readonly SettingChange[]): Promise<void>;
  /** Adds fields to what `GET /config` answers. */
  contribute(read: () => JsonObject): Undo;
}

/** Something that is wrong with an integration's block; it is shown with its line and column. */
export interface ConfigFinding {
  /** Below the block, with the index of an item of a list: `["targets", 0, "body"]`. */
  readonly path: readonly (string | number)[];
  /** To stand after the name of the setting: `must be a duration such as "10m"`. It shows no secret. */
  readonly message: string;
}
