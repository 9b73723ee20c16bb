import { mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readConfigFile } from "../../agent/config.ts";
import { ensureGuid, slugOf } from "../../agent/identity.ts";
import { sampleGuid } from "./sample-heartbeat.ts";

describe("The identity of an agent", () => {
  const settings = "# My hub\nhub_url: http://hub.lan:8080 # in the cellar\n\napi_token: abc\n";
  let folder: string;
  let path: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "agent-identity-"));
    path = join(folder, "config.yaml");
    await writeFile(path, settings);
  });

  afterEach(() => rm(folder, { recursive: true }));

  test("is made on the first run and written to the config file, which keeps its comments", async () => {
    const guid = await ensureGuid(await readConfigFile(path));

    expect({
      text: await readFile(path, "utf8"),
      mode: (await stat(path)).mode & 0o777,
      files: await readdir(folder),
    }).toEqual({ text: `${settings}server_guid: ${guid}\n`, mode: 0o600, files: ["config.yaml"] });
  });

  test("is the same on every later run, and the file is left alone", async () => {
    const first = await ensureGuid(await readConfigFile(path));
    const written = await stat(path);
    const second = await ensureGuid(await readConfigFile(path));

    expect([second, (await stat(path)).ino]).toEqual([first, written.ino]);
  });

  test("is the one that the user set", async () => {
    await writeFile(path, `${settings}server_guid: ${sampleGuid}\n`);
    expect(await ensureGuid(await readConfigFile(path))).toBe(sampleGuid);
  });

  test("goes to the file behind a symbolic link", async () => {
    const link = join(folder, "link.yaml");
    await symlink(path, link);
    const guid = await ensureGuid(await readConfigFile(link));
    expect((await readConfigFile(path)).config.serverGuid).toBe(guid);
  });

  test("is refused when it cannot be kept, rather than made anew at every start", async () => {
    const file = await readConfigFile(path);
    await rm(path);
    await expect(ensureGuid(file)).rejects.toThrow(`The agent cannot write its new server_guid to ${path} (ENOENT)`);
  });

  test("needs a config file, and says which", async () => {
    await expect(readConfigFile(join(folder, "none.yaml"))).rejects.toThrow(
      "none.yaml does not exist; it needs at least",
    );
  });

  test.each([
    ["NAS", "nas"],
    ["Pi 4.home.lan", "pi-4-home-lan"],
    ["-ü-", "machine"],
    [null, "machine"],
    ["a".repeat(300), "a".repeat(100)],
  ])("proposes the host's name %s as %s", (hostname, slug) => {
    expect(slugOf(hostname)).toBe(slug);
  });
});
