/** `manifest.yaml`, readable without running any of the integration's code. */
export interface Manifest {
  /** Folder name, config key and prefix of everything it adds: `^[a-z][a-z0-9-]{0,39}$`. */
  readonly domain: string;
  readonly name: string;
  readonly version: string;
  /** The contract it was written for; this hub speaks 1. */
  readonly api: number;
  readonly description: string;
  /** Domains that start before it when they are enabled. */
  readonly after?: readonly string[];
  /** Runs without being named in config.yaml. */
  readonly enabled_by_default?: boolean;
  readonly permissions?: readonly string[];
  /**
   * Variables of the environment, each with the setting of its block that it decides, whatever config.yaml says. One that is set has the
   * integration run without being named.
   */
  readonly environment?: Readonly<Record<string, string>>;
  readonly documentation?: string;
}
