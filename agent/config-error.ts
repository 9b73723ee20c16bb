/** The agent cannot start with this configuration. The message is one line for a person: where, what, and what to do. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}
