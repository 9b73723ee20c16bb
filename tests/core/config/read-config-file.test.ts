import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readConfigFile } from "../../../core/config/read-config-file.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "config-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const things: readonly { what: string; make: (path: string) => void; reason: string }[] = [
  { what: "a folder", make: (path) => mkdirSync(path), reason: "it is a folder" },
  { what: "a device", make: (path) => symlinkSync("/dev/zero", path), reason: "it is not a file" },
  {
    what: "text that is not UTF-8",
    make: (path) => writeFileSync(path, Buffer.from([0x68, 0xe4, 0x0a])),
    reason: "it is not UTF-8 text",
  },
  {
    what: "binary data that is UTF-8 by chance",
    make: (path) => writeFileSync(path, "hub:\n  name: a\0b\n"),
    reason: "it holds NUL bytes, so it is not text",
  },
  {
    what: "a huge file",
    make: (path) => writeFileSync(path, "#".repeat(1024 * 1024 + 1)),
    reason: "it is larger than 1048576 bytes",
  },
];

describe("readConfigFile", () => {
  it.each(things)("refuses $what and says why", ({ make, reason }) => {
    const path = join(folder, "config.yaml");
    make(path);

    expect(() => readConfigFile(path)).toThrow(
      expect.objectContaining({
        exitCode: 2,
        message: `The configuration ${path} cannot be read: ${reason}. Repair it, or name another file in HOMELABCMD_CONFIG.`,
      }),
    );
  });

  it("takes a missing file as an empty one", () => {
    expect(readConfigFile(join(folder, "none", "config.yaml")).entries("")).toEqual([]);
  });
});
