import { StartError } from "../errors.ts";
import { type LogLevel, logLevels } from "../log/logger.ts";
import { type ListenAddress, listenAddressForm, parseListenAddress } from "./listen-address.ts";
import { nearestName } from "./nearest-name.ts";

/** What the environment says about a hub. It wins over the configuration file. */
export interface HubEnvironment {
  /** Where the configuration is, HOMELABCMD_CONFIG. */
  readonly configFile: string;
  /** Where everything is kept that the hub writes, HOMELABCMD_DATA. */
  readonly dataFolder: string;
  /** HOMELABCMD_LISTEN; `undefined` leaves it to the file. */
  readonly listen: ListenAddress | undefined;
  /** The admin's key, HOMELABCMD_API_KEY; `undefined` has the hub make one. Never log it. */
  readonly apiKey: string | undefined;
  /** HOMELABCMD_LOG_LEVEL. */
  readonly logLevel: LogLevel;
  /**
   * HOMELABCMD_CONTAINER, which our image sets: the hub is packed by itself, apart from its machine. Not guessed, because a hub in
   * an LXC guest or a development container does watch the system that it runs in. `null` outside.
   */
  readonly container: string | null;
  /** Everything in it: what `${NAME}` in the configuration may name. Never log it. */
  readonly variables: Variables;
}

/** The environment of a process. It holds secrets: never log it. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** Reads the hub's variables; an empty one counts as unset. Throws one `StartError` that names every bad one. */
export function readEnvironment(variables: Variables): HubEnvironment {
  const complaints = [...checkListen(variables), ...checkApiKey(variables), ...checkLogLevel(variables)];
  if (complaints.length > 0) throw new StartError(complaints.join("\n"), { exitCode: 2 });
  const listen = read(variables, "HOMELABCMD_LISTEN");
  return {
    configFile: read(variables, "HOMELABCMD_CONFIG") ?? "config.yaml",
    dataFolder: read(variables, "HOMELABCMD_DATA") ?? "data",
    listen: listen === undefined ? undefined : parseListenAddress(listen),
    apiKey: read(variables, "HOMELABCMD_API_KEY") ?? read(variables, "HOMELAB_CMD_API_KEY"),
    logLevel: logLevels.find((level) => level === read(variables, "HOMELABCMD_LOG_LEVEL")) ?? "info",
    container: read(variables, "HOMELABCMD_CONTAINER") ?? null,
    variables,
  };
}

function checkListen(variables: Variables): string[] {
  const text = read(variables, "HOMELABCMD_LISTEN");
  if (text === undefined || parseListenAddress(text)) return [];
  return [`HOMELABCMD_LISTEN must be ${listenAddressForm}, but is ${JSON.stringify(text)}`];
}

function checkApiKey(variables: Variables): string[] {
  const key = read(variables, "HOMELABCMD_API_KEY");
  const olderKey = read(variables, "HOMELAB_CMD_API_KEY");
  if (key !== undefined && olderKey !== undefined && key !== olderKey) {
    return ["HOMELABCMD_API_KEY and HOMELAB_CMD_API_KEY differ; set only HOMELABCMD_API_KEY"];
  }
  // It travels in an HTTP header, which takes visible ASCII only.
  const isVisible = /^[\x21-\x7e]*$/.test(key ?? olderKey ?? "");
  return isVisible ? [] : ["HOMELABCMD_API_KEY must be visible ASCII characters without spaces"];
}

function checkLogLevel(variables: Variables): string[] {
  const written = read(variables, "HOMELABCMD_LOG_LEVEL");
  if (written === undefined || logLevels.some((level) => level === written)) return [];
  const nearest = nearestName(written, logLevels);
  const question = nearest === undefined ? "" : `; did you mean "${nearest}"?`;
  return [`HOMELABCMD_LOG_LEVEL must be one of ${logLevels.join(", ")}, but is ${JSON.stringify(written)}${question}`];
}

function read(variables: Variables, name: string): string | undefined {
  return variables[name] || undefined;
}
