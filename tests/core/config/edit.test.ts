import { chmodSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Change, editConfig } from "../../../core/config/edit.ts";
import type { Override } from "../../../core/config/overrides.ts";
import { readConfigFile } from "../../../core/config/read-config-file.ts";
import { ConfigFiles } from "./config-files.ts";

let files: ConfigFiles;
beforeEach(() => {
  files = new ConfigFiles();
});
afterEach(() => files.remove());

const written = {
  "config.yaml": [
    "hub: # me",
    "  name: Cellar",
    "  listen: 0.0.0.0:80",
    "integrations:",
    `  docker: { token: !secret token, host: '\${HOST}', port: 1 }`,
    "  lan: !include lan.yaml",
    "  twin: &twin { a: 1 }",
    "  other: *twin",
    "",
  ].join("\n"),
  "secrets.yaml": "token: hunter2\n",
  "lan.yaml": "a: 1\n",
};
const overrides: readonly Override[] = [{ path: ["hub", "listen"], variable: "HOMELABCMD_LISTEN" }];

function edit(...changes: Change[]): Promise<string> {
  const source = readConfigFile(files.path("config.yaml"), { HOST: "nas" });
  return editConfig({ source, overrides, check: async () => [] }, changes);
}

describe("editConfig", () => {
  beforeEach(() => files.write(written));

  it("writes what it is told, and nothing over what is so already", async () => {
    await edit(
      { path: ["hub", "name"], value: "Attic" },
      { path: ["integrations", "docker"], value: { token: "hunter2", host: "nas", port: 2 } },
    );

    expect(files.read()).toBe(written["config.yaml"].replace("Cellar", "Attic").replace("port: 1", "port: 2"));
  });

  it("writes text that looks like a variable so that it stays text", async () => {
    const text = `\${HOME} sweet $\${HOME}`;

    await edit({ path: ["hub", "name"], value: text });

    expect(
      readConfigFile(files.path("config.yaml"), { HOST: "nas", HOME: "/root" }).setting(["hub", "name"])?.value,
    ).toBe(text);
  });

  it("does not touch the file when nothing changes", async () => {
    chmodSync(files.path("config.yaml"), 0o444);

    expect(await edit({ path: ["hub", "name"], value: "Cellar" })).toBe(written["config.yaml"]);
  });

  it.each([
    [
      "a value of the environment",
      ["hub", "listen"],
      "hub.listen is set by HOMELABCMD_LISTEN in the environment, which wins over the file",
    ],
    [
      "a secret",
      ["integrations", "docker", "token"],
      "integrations.docker.token comes from secrets.yaml (!secret token); edit it there",
    ],
    [
      "a block with a secret in it",
      ["integrations", "docker"],
      "integrations.docker.token comes from secrets.yaml (!secret token); edit it there",
    ],
    [
      "a variable",
      ["integrations", "docker", "host"],
      "integrations.docker.host comes from the environment (HOST); edit the file config.yaml by hand",
    ],
    [
      "an included file",
      ["integrations", "lan", "a"],
      "integrations.lan stands in lan.yaml, which is included; edit that file by hand",
    ],
    [
      "what an alias repeats",
      ["integrations", "other", "a"],
      "integrations.other is shared through the anchor &twin; edit the file config.yaml by hand",
    ],
    [
      "what aliases repeat",
      ["integrations", "twin", "a"],
      "config.yaml cannot be edited at integrations.twin.a: other settings share it through an anchor. Edit the file by hand.",
    ],
  ])("refuses to change %s and says why", async (_, path, message) => {
    const refused = await edit({ path, value: "x" }).catch((error) => error);

    expect([refused.code, refused.message.replaceAll(`${files.folder}/`, ""), files.read()]).toEqual([
      "CONFLICT",
      message,
      written["config.yaml"],
    ]);
  });

  it("refuses when somebody has edited the file since it was read", async () => {
    const source = readConfigFile(files.path("config.yaml"), { HOST: "nas" });
    files.write({ "config.yaml": "hub: { name: Mine }\n" });

    const refused = editConfig({ source, overrides, check: async () => [] }, [{ path: ["hub", "name"], value: "x" }]);

    await expect(refused).rejects.toMatchObject({
      code: "CONFLICT",
      message: `${files.path("config.yaml")} has been edited meanwhile; reload it and try again`,
    });
    expect(files.read()).toBe("hub: { name: Mine }\n");
  });

  it("checks the result before anything is written", async () => {
    const source = readConfigFile(files.path("config.yaml"), { HOST: "nas" });
    const check = async (text: string) => [
      { file: "config.yaml", line: 1, column: 1, message: text.includes("x") ? "no x" : "" },
    ];

    await expect(
      editConfig({ source, overrides, check }, [{ path: ["hub", "name"], value: "x" }]),
    ).rejects.toMatchObject({
      code: "VALIDATION_ERROR",
      field: "hub.name",
      message: "no x",
    });
    expect(files.read()).toBe(written["config.yaml"]);
  });

  it("refuses to write more than it would read", async () => {
    await expect(edit({ path: ["hub", "name"], value: "x".repeat(1024 * 1024) })).rejects.toMatchObject({
      code: "VALIDATION_ERROR",
      message: "The file would be larger than 1048576 bytes",
    });
  });
});
