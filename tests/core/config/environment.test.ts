import { describe, expect, it } from "vitest";
import { readEnvironment } from "../../../core/config/environment.ts";

const defaults = {
  configFile: "config.yaml",
  dataFolder: "data",
  listen: undefined,
  apiKey: undefined,
  logLevel: "info",
  container: null,
};

/** The environment without the variables that it was read from. */
function read(variables: Record<string, string>) {
  const { variables: given, ...environment } = readEnvironment(variables);
  expect(given).toBe(variables);
  return environment;
}

describe("readEnvironment", () => {
  it("has a default for everything", () => {
    expect(read({})).toEqual(defaults);
  });

  it("takes an empty variable as unset", () => {
    const names = ["CONFIG", "DATA", "LISTEN", "API_KEY", "LOG_LEVEL", "CONTAINER"];

    expect(read(Object.fromEntries(names.map((name) => [`HOMELABCMD_${name}`, ""])))).toEqual(defaults);
  });

  it("takes every variable", () => {
    const environment = read({
      HOMELABCMD_CONFIG: "/etc/homelabcmd.yaml",
      HOMELABCMD_DATA: "/var/lib/homelabcmd",
      HOMELABCMD_LISTEN: "127.0.0.1:9000",
      HOMELABCMD_API_KEY: "hlc_abc",
      HOMELABCMD_LOG_LEVEL: "debug",
      HOMELABCMD_CONTAINER: "docker",
    });

    expect(environment).toEqual({
      configFile: "/etc/homelabcmd.yaml",
      dataFolder: "/var/lib/homelabcmd",
      listen: { host: "127.0.0.1", port: 9000 },
      apiKey: "hlc_abc",
      logLevel: "debug",
      container: "docker",
    });
  });

  it("takes the key by its other name too", () => {
    expect(read({ HOMELAB_CMD_API_KEY: "hlc_abc" })).toEqual({ ...defaults, apiKey: "hlc_abc" });
  });

  it("names every bad variable at once, and no key", () => {
    const variables = {
      HOMELABCMD_LISTEN: "8080",
      HOMELABCMD_API_KEY: "hlc_abc\n",
      HOMELABCMD_LOG_LEVEL: "wran",
    };

    expect(() => readEnvironment(variables)).toThrow(
      expect.objectContaining({
        exitCode: 2,
        message: [
          'HOMELABCMD_LISTEN must be host:port, such as "0.0.0.0:8080" or "[::1]:8080", but is "8080"',
          "HOMELABCMD_API_KEY must be visible ASCII characters without spaces",
          'HOMELABCMD_LOG_LEVEL must be one of debug, info, warn, error, but is "wran"; did you mean "warn"?',
        ].join("\n"),
      }),
    );
  });

  it("refuses two names for the key with two values", () => {
    expect(() => readEnvironment({ HOMELABCMD_API_KEY: "one", HOMELAB_CMD_API_KEY: "two" })).toThrow(
      "HOMELABCMD_API_KEY and HOMELAB_CMD_API_KEY differ; set only HOMELABCMD_API_KEY",
    );
  });
});
