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
monitored_services (a list of systemd units), mode (readonly, readwrite), identity (enabled, address, port),
updates (enabled, off: newer versions of itself from the hub).
HOMELAB_AGENT_HOST_ROOT=/host reports the machine whose root is mounted at /host.
HOMELAB_AGENT_LOG_LEVEL=debug, info, warn or error says how much is logged.
HOMELAB_AGENT_TRIAL_SECONDS=300 is how long a newer version has to get a heartbeat through.
`;

const actions = ["help", "version", "check", "enrol", "once"] as const;

/** Reads the command line; of several actions the first one of the list counts. Throws `ConfigError` when it is wrong. */
export function parseCommandLine(parameters: readonly string[]): Command {
  const rest = [...parameters];
  const wanted = new Set<string>();
  let configPath = defaultConfigPath;
  for (let parameter = rest.shift(); parameter !== undefined; parameter = rest.shift()) {
    const [, name = "", value] = /^--([a-z]+)(?:=(.*))?$/s.exec(parameter) ?? [];
    if (name === "config") configPath = value || rest.shift() || refuse("Option '--config <value>' argument missing");
    else if (actions.some((action) => action === name) && value === undefined) wanted.add(name);
    else refuse(`${parameter.startsWith("-") ? "Unknown option" : "Unexpected argument"} '${parameter}'`);
  }
  return { action: actions.find((action) => wanted.has(action)) ?? "run", configPath };
}

function refuse(what: string): never {
  throw new ConfigError(`${what}. See --help`);
}
