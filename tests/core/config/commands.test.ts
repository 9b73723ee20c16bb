import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ownReference } from "../../../core/config/own-reference.ts";
import { ConfigFiles } from "./config-files.ts";

const root = path.resolve(import.meta.dirname, "../../..");

let files: ConfigFiles;
beforeEach(() => {
  files = new ConfigFiles();
});
afterEach(() => files.remove());

function check(text: string, variables: Readonly<Record<string, string>> = {}) {
  const environment = {
    HOMELABCMD_CONFIG: files.write({ "config.yaml": text }),
    HOMELABCMD_DATA: files.folder,
    ...variables,
  };
  const { status, stdout, stderr } = spawnSync(process.execPath, ["core/config/check-command.ts"], {
    cwd: root,
    env: environment,
    encoding: "utf8",
  });
  const lines = (output: string) => output.replaceAll(`${files.folder}/`, "").split("\n").filter(Boolean);
  return { status, says: lines(stdout), complains: lines(stderr) };
}

describe("npm run check-config", () => {
  it("calls a good file good", () => {
    const { status, says, complains } = check("machines: [{ id: nas }]\n");

    expect([status, says, complains]).toEqual([
      0,
      [expect.stringMatching(/^config\.yaml is good: 1 machines; integrations: .*agent/)],
      [],
    ]);
  });

  it("lists every problem of the file and ends with 2", () => {
    const machines = Array.from({ length: 30 }, () => "  - id: A\n").join("");

    const { status, says, complains } = check(`hub: { name: 5 }\nmachines:\n${machines}`);

    expect([status, says, complains.length]).toEqual([2, [], 31]);
  });

  it("names what is wrong with the environment", () => {
    expect(check("", { HOMELABCMD_LISTEN: "x" })).toEqual({
      status: 2,
      says: [],
      complains: ['HOMELABCMD_LISTEN must be host:port, such as "0.0.0.0:8080" or "[::1]:8080", but is "x"'],
    });
  });
});

describe("docs/config-reference.md", () => {
  it("is what `npm run config-reference` writes", async () => {
    expect(readFileSync(path.join(root, "docs/config-reference.md"), "utf8")).toBe(await ownReference(root));
  });
});
