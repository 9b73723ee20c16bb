import { chmodSync, symlinkSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { formatProblems } from "../../../core/config/problem.ts";
import { readConfigFile } from "../../../core/config/read-config-file.ts";
import { ConfigFiles } from "./config-files.ts";

let files: ConfigFiles;
beforeEach(() => {
  files = new ConfigFiles();
});
afterEach(() => files.remove());

const variables = { HOST: "nas", PORT: "8080", EMPTY: "", PATH_OF_KEY: "/k" };

function read(written: Readonly<Record<string, string>>) {
  const source = readConfigFile(files.write(written), variables);
  return {
    data: Object.fromEntries(source.entries("")),
    problems: formatProblems(source.problems).replaceAll(`${files.folder}/`, "").split("\n").filter(Boolean),
  };
}

describe("a configuration that refers to something", () => {
  it("fills in secrets, variables and included files", () => {
    const { data, problems } = read({
      "config.yaml": [
        "token: !secret docker_token",
        "pin: !secret pin",
        `url: "http://\${HOST}:\${PORT}/$\${x}"`,
        `user: \${EMPTY:-nobody}`,
        "networks: !include networks/all.yaml",
      ].join("\n"),
      "secrets.yaml": "docker_token: 'very:secret'\npin: 0042\n",
      "networks/all.yaml": "lan: { from: !include lan.yaml }\n",
      "networks/lan.yaml": "- 10.0.0.0/8\n",
    });

    expect({ data, problems }).toEqual({
      data: {
        token: "very:secret",
        pin: "0042",
        url: `http://nas:8080/\${x}`,
        user: "nobody",
        networks: { lan: { from: ["10.0.0.0/8"] } },
      },
      problems: [],
    });
  });

  it.each([
    [
      "a secret that is misspelt",
      { "config.yaml": "a:\n  b: !secret tokn", "secrets.yaml": "token: x" },
      ['config.yaml:2:14  there is no secret "tokn" in secrets.yaml; did you mean "token"?'],
    ],
    [
      "a secret without secrets.yaml",
      { "config.yaml": "a: !secret token" },
      ['config.yaml:1:12  there is no secret "token" in secrets.yaml'],
    ],
    [
      "a secret that is no text",
      { "config.yaml": "a: !secret token", "secrets.yaml": "token: [x]" },
      ["config.yaml:1:12  the secret token in secrets.yaml is not a text"],
    ],
    [
      "secrets that are not YAML, without saying what they are",
      { "config.yaml": "a: !secret token", "secrets.yaml": "token: hunter2: x\n" },
      [
        'config.yaml:1:12  there is no secret "token" in secrets.yaml',
        "secrets.yaml:1:8  not valid YAML: each line must be a name, a colon and the secret; put secrets in quotes",
      ],
    ],
    [
      "a variable that is misspelt",
      { "config.yaml": `a: \${PROT}` },
      ['config.yaml:1:4  the environment variable PROT is not set; did you mean "PORT"?'],
    ],
    [
      "a variable that resembles none",
      { "config.yaml": `a: x\${SOMETHING_ELSE}` },
      [
        `config.yaml:1:4  the environment variable SOMETHING_ELSE is not set; set it, or write \${SOMETHING_ELSE:-a default}`,
      ],
    ],
    [
      "a variable that is written wrongly",
      { "config.yaml": `a: \${PORT` },
      [
        `config.yaml:1:4  a variable is written \${NAME} or \${NAME:-default}; write $\${ for the two characters themselves`,
      ],
    ],
    [
      "an included file that is misspelt",
      { "config.yaml": "a: !include netwoks.yaml", "networks.yaml": "" },
      ['config.yaml:1:13  netwoks.yaml cannot be included: there is no such file; did you mean "networks.yaml"?'],
    ],
    [
      "an included file elsewhere",
      { "config.yaml": "a: !include ../other.yaml" },
      ["config.yaml:1:13  ../other.yaml cannot be included: it is outside the configuration's folder"],
    ],
    [
      "an included file by its whole path",
      { "config.yaml": "a: !include /etc/x.yaml" },
      ["config.yaml:1:13  /etc/x.yaml cannot be included: its name must be relative to the file that includes it"],
    ],
    [
      "an included file of another kind",
      { "config.yaml": "a: !include config.db" },
      ["config.yaml:1:13  config.db cannot be included: its name must end in .yaml"],
    ],
    [
      "files that include each other",
      { "config.yaml": "a: !include b.yaml", "b.yaml": "x: 1\nb: !include config.yaml" },
      ["b.yaml:2:13  these files include each other: config.yaml -> b.yaml -> config.yaml"],
    ],
    [
      "an error within an included file",
      { "config.yaml": "a: !include b.yaml", "b.yaml": "x: 1\n\tb: 2" },
      ["b.yaml:2:1  not valid YAML: a tab cannot indent YAML; use spaces"],
    ],
    [
      "a map as a secret's name",
      { "config.yaml": "a: !secret { b: c }" },
      ["config.yaml:1:4  not valid YAML: unresolved tag: !secret"],
    ],
  ] as const)("explains %s", (_, written, says) => {
    expect(read(written).problems).toEqual(says);
  });

  it("does not follow a link out of its folder", () => {
    symlinkSync("/etc/hostname", files.path("host.yaml"));

    expect(read({ "config.yaml": "a: !include host.yaml" }).problems).toEqual([
      "config.yaml:1:13  host.yaml cannot be included: it is a link out of the configuration's folder",
    ]);
  });

  it("includes at most 64 files", () => {
    const text = Array.from({ length: 70 }, (_, index) => `k${index}: !include f${index}.yaml`).join("\n");
    const others = Object.fromEntries(Array.from({ length: 70 }, (_, index) => [`f${index}.yaml`, "x: 1"]));

    expect(read({ "config.yaml": text, ...others }).problems.length).toBe(6);
  });

  it("warns when others can read the secrets", () => {
    const config = files.write({ "config.yaml": "a: !secret x", "secrets.yaml": "x: y" });
    const secrets = files.path("secrets.yaml");
    const warningsWith = (mode: number) => {
      chmodSync(secrets, mode);
      return readConfigFile(config, {}).warnings;
    };

    expect([0o600, 0o640, 0o644].map(warningsWith)).toEqual([
      [],
      [`${secrets} can be read by its group; run: chmod 600 ${secrets}`],
      [`${secrets} can be read by every user of this machine; run: chmod 600 ${secrets}`],
    ]);
  });
});

describe("what a reference brings", () => {
  const schema = {
    type: "object",
    properties: { port: { type: "integer" }, local: { type: "boolean" }, token: { type: "string", maxLength: 3 } },
  };

  it("is read as a number or as true or false where the schema asks for one", () => {
    const path = files.write({
      "config.yaml": `b:\n  port: \${PORT}\n  local: !secret is_local`,
      "secrets.yaml": "is_local: 'true'",
    });

    expect(readConfigFile(path, variables).validate("/b", schema)).toEqual({
      value: { port: 8080, local: true },
      problems: [],
    });
  });

  it("is in no problem text", () => {
    const text = `b:\n  port: !secret port\n  token: \${PATH_OF_KEY}ABCDEF\n  local: !include l.yaml`;
    const path = files.write({ "config.yaml": text, "secrets.yaml": "port: hunter2", "l.yaml": "maybe" });
    const { problems } = readConfigFile(path, variables).validate("/b", schema);

    expect(formatProblems(problems).replaceAll(`${files.folder}/`, "").split("\n")).toEqual([
      "config.yaml:2:17  b.port must be a whole number",
      "config.yaml:3:10  b.token must have at most 3 characters",
      'l.yaml:1:1  b.local must be true or false, but is "maybe"',
    ]);
  });
});
