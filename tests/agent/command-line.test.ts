import { describe, expect, test } from "vitest";
import { parseCommandLine } from "../../agent/command-line.ts";

const standard = "/etc/homelab-agent/config.yaml";

describe("parseCommandLine", () => {
  test.each([
    [[], { action: "run", configPath: standard }],
    [["--config", "a.yaml"], { action: "run", configPath: "a.yaml" }],
    [["--check", "--config=a.yaml"], { action: "check", configPath: "a.yaml" }],
    [["--once"], { action: "once", configPath: standard }],
    [["--version"], { action: "version", configPath: standard }],
    [["--once", "--help"], { action: "help", configPath: standard }],
  ])("understands %j", (parameters, command) => {
    expect(parseCommandLine(parameters)).toEqual(command);
  });

  test.each([
    [["--chek"], "Unknown option '--chek'. See --help"],
    [["start"], "Unexpected argument 'start'. See --help"],
    [["--config"], "Option '--config <value>' argument missing. See --help"],
  ])("refuses %j in one line", (parameters, message) => {
    expect(() => parseCommandLine(parameters)).toThrow(message);
  });
});
