import { parseArgs } from "node:util";
import { defaultConfigPath } from "./config.ts";
import { ConfigError } from "./config-error.ts";

/** What the agent was asked to do. */
export interface Command {
  readonly action: "run" | "once" | "check" | "enrol" | "version" | "help";
  readonly configPath: string;
}

export const helpText = `homelab-agent: reports this machine to a HomelabCmd hub.

  --config FILE  its settings (default ${defaultConfigPath})
  --check        check the settings and exit
  --enrol        turn enrolment_token into a token of this machine's own, and exit
  --once         print one heartbeat as JSON and exit; sends nothing
  --version      print the version and exit
  --help         print this and exit

Settings: hub_url, api_token or enrolment_token (needed), server_id, heartbeat_interval (seconds),
monitored_services (a list of systemd units), mode (readonly, readwrite), identity (enabled, address, port).
HOMELAB_AGENT_HOST_ROOT=/host reports the machine whose root is mounted at /host.
HOMELAB_AGENT_LOG_LEVEL=debug, info, warn or error says how much is logged.
`;

/** Reads the command line. Throws `ConfigError` when it is wrong. */
export function parseCommandLine(parameters: readonly string[]): Command {
  const { values } = parseStrictly(parameters);
  const action = (["help", "version", "check", "enrol", "once"] as const).find((name) => values[name]) ?? "run";
  return { action, configPath: values.config ?? defaultConfigPath };
}

function parseStrictly(parameters: readonly string[]) {
  const flag = { type: "boolean" } as const;
  try {
    return parseArgs({
      args: [...parameters],
      options: { config: { type: "string" }, check: flag, enrol: flag, once: flag, version: flag, help: flag },
    });
  } catch (error) {
    const [what] = (error instanceof Error ? error.message : String(error)).split(/[.\n]/);
    throw new ConfigError(`${what}. See --help`);
  }
}
