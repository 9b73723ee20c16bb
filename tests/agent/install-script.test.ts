import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

const script = path.resolve(import.meta.dirname, "../../agent/install/install.sh");

let fakes: string;

beforeEach(() => {
  fakes = mkdtempSync(path.join(tmpdir(), "install-script-"));
  fake("id", "echo 0");
});

afterEach(() => rmSync(fakes, { recursive: true }));

/** Puts a program before all others. */
function fake(name: string, body: string): void {
  const file = path.join(fakes, name);
  writeFileSync(file, `#!/bin/sh\n${body}\n`);
  chmodSync(file, 0o755);
}

/** Runs the installer as root of a made-up machine; it comes no further than its questions about that. */
function run(...parameters: string[]) {
  const env = { PATH: `${fakes}:${process.env["PATH"]}` };
  const { status, stderr } = spawnSync("/bin/sh", [script, ...parameters], { env, encoding: "utf8" });
  return [status, stderr];
}

const machine = (system: string, processor: string) => `[ "$1" = -s ] && echo ${system} || echo ${processor}`;

describe("the installer", () => {
  test.each([
    [
      "a 32-bit Raspberry Pi",
      "Linux",
      "armv7l",
      "armhf",
      "This is 32-bit ARM (armv7l), for which there is no supported Node",
    ],
    [
      "an old Raspberry Pi",
      "Linux",
      "armv6l",
      "armhf",
      "This is 32-bit ARM (armv6l), for which there is no supported Node",
    ],
    [
      "a 32-bit system under a 64-bit kernel",
      "Linux",
      "aarch64",
      "armhf",
      "This system is 32-bit ARM under a 64-bit kernel, for which there is no supported Node",
    ],
    ["another processor", "Linux", "riscv64", "riscv64", "The agent runs on x86-64 and 64-bit ARM; this is riscv64"],
    ["another system", "FreeBSD", "amd64", "amd64", "The agent runs on Linux; this is FreeBSD"],
  ])("tells %s in one sentence that it is not for it", (_, system, processor, architecture, sentence) => {
    fake("uname", machine(system, processor));
    fake("dpkg", `echo ${architecture}`);

    const [status, said] = run("--hub", "http://127.0.0.1:9", "--token", "hle_x");

    expect([status, String(said).split("\n")[0]]).toEqual([1, `homelab-agent: ${sentence}`]);
  });

  test.each([
    [["--hubb", "http://hub"], "--hubb is not known"],
    [["--token"], "--token needs a value"],
    [["--hub", "hub.lan"], "--hub must be an address such as http://hub.lan:8080"],
    [["--hub", "http://hub;reboot"], "--hub must be an address such as http://hub.lan:8080"],
    [["--token", "$(reboot)"], "--token must be as the hub showed it"],
    [["--server-id", "My NAS"], "--server-id must be 1 to 100 of a-z, 0-9 and -"],
    [["--pin", "sha1//x"], "--pin must be as the hub showed it: sha256//…"],
  ])("refuses %j before it does anything", (parameters, sentence) => {
    const [status, said] = run(...parameters);

    expect([status, String(said).split("\n")[0]]).toEqual([1, `homelab-agent: ${sentence}`]);
  });

  test("asks for root, and says how", () => {
    fake("id", "echo 1000");

    expect(run("--token", "hle_x")).toEqual([
      1,
      "homelab-agent: This must run as root\n  Put sudo before sh: … | sudo sh -s -- …\n",
    ]);
  });
});
