import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, lstatSync, mkdirSync, readdirSync, statSync, symlinkSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { replaceFile, whyReadOnly } from "../../../core/config/replace-file.ts";
import { ConfigFiles } from "./config-files.ts";

const isRoot = process.getuid?.() === 0;

let files: ConfigFiles;
beforeEach(() => {
  files = new ConfigFiles();
});
afterEach(() => files.remove());

describe("replaceFile", () => {
  it("keeps the mode and leaves nothing else behind", async () => {
    const path = files.write({ "config.yaml": "a: 1\n" });
    chmodSync(path, 0o640);

    await replaceFile(path, "a: 2\n");

    expect([files.read(), statSync(path).mode & 0o7777, readdirSync(files.folder)]).toEqual([
      "a: 2\n",
      0o640,
      ["config.yaml"],
    ]);
  });

  it.runIf(isRoot)("keeps the owner", async () => {
    const path = files.write({ "config.yaml": "a: 1\n" });
    chownSync(path, 1234, 2345);

    await replaceFile(path, "a: 2\n");

    expect([statSync(path).uid, statSync(path).gid]).toEqual([1234, 2345]);
  });

  it("lets only its owner read a file that is new", async () => {
    await replaceFile(files.path("config.yaml"), "a: 1\n");

    expect(statSync(files.path("config.yaml")).mode & 0o7777).toBe(0o600);
  });

  it("writes through a link to what it points at", async () => {
    files.write({ "dotfiles/hub.yaml": "a: 1\n" });
    const path = files.path("config.yaml");
    symlinkSync("dotfiles/hub.yaml", path);

    await replaceFile(path, "a: 2\n");

    expect([lstatSync(path).isSymbolicLink(), files.read("dotfiles/hub.yaml")]).toEqual([true, "a: 2\n"]);
  });

  it("refuses a file that is read-only, also to the superuser", async () => {
    const path = files.write({ "config.yaml": "a: 1\n" });
    chmodSync(path, 0o444);

    await expect(replaceFile(path, "a: 2\n")).rejects.toMatchObject({
      code: "CONFLICT",
      message: `${path} is read-only`,
    });
  });

  it("says when the folder does not exist", async () => {
    const path = files.path("none/config.yaml");

    expect(await whyReadOnly(path)).toBe(`${path} cannot be written: its folder does not exist`);
  });

  it.runIf(isRoot && canMount())("says when the file is mounted by itself, as containers do", async () => {
    const path = files.write({ "config.yaml": "a: 1\n", "real.yaml": "a: 1\n" });
    execFileSync("mount", ["--bind", files.path("real.yaml"), path]);
    try {
      await expect(replaceFile(path, "a: 2\n")).rejects.toMatchObject({
        code: "CONFLICT",
        message: `${path} cannot be written: it is mounted by itself; mount the folder that it stands in`,
      });
    } finally {
      execFileSync("umount", [path]);
    }
  });
});

/** Not in a container without the right to. */
function canMount(): boolean {
  const probe = new ConfigFiles();
  mkdirSync(probe.path("a"));
  try {
    execFileSync("mount", ["--bind", probe.folder, probe.path("a")], { stdio: "ignore" });
    execFileSync("umount", [probe.path("a")], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  } finally {
    probe.remove();
  }
}
