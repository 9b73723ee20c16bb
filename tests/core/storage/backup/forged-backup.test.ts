import { readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Manifest, manifestName } from "../../../../core/storage/backup/manifest.ts";
import { restore } from "../../../../core/storage/backup/restore.ts";
import { tarEnd, tarHeader, tarPadding } from "../../../../core/storage/backup/tar.ts";
import { makeFolder } from "../../../support/test-database.ts";

let folder: string;

beforeEach(async () => {
  folder = await makeFolder();
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** A backup with files of the test's own choice. */
async function forge(
  files: readonly { name: string; content?: Buffer; bytes?: number; type?: string }[],
): Promise<string> {
  const blocks = files.flatMap(({ name, content = Buffer.alloc(0), bytes = content.length, type = "0" }) => {
    const header = tarHeader({ name, bytes }, 0);
    const shift = type.charCodeAt(0) - (header[156] as number);
    header[156] = type.charCodeAt(0);
    const checksum = Number.parseInt(header.toString("latin1", 148, 154), 8) + shift;
    header.write(checksum.toString(8).padStart(6, "0"), 148);
    return [header, content, tarPadding(content.length)];
  });
  const forged = path.join(folder, "forged.tar.gz");
  await writeFile(forged, gzipSync(Buffer.concat([...blocks, tarEnd])));
  return forged;
}

const hash = "0".repeat(64);
const honest: Manifest = {
  format: 1,
  version: "1.2.3",
  created_at: "2026-01-01T00:00:00Z",
  migrations: [],
  config_file: null,
  parts: [{ name: "homelabcmd.db", kind: "database", bytes: 0, sha256: hash }],
  rows: {},
};
const manifestFile = (changes: object) => {
  return { name: manifestName, content: Buffer.from(JSON.stringify({ ...honest, ...changes })) };
};

describe("a forged backup", () => {
  it.each([
    [
      "a newer hub's",
      [manifestFile({ migrations: ["9999-future"], version: "9.0.0" })],
      "it was made by HomelabCmd 9.0.0, which is newer",
    ],
    ["a newer format", [manifestFile({ format: 2 })], "it was made by a newer HomelabCmd"],
    ["no manifest", [{ name: "homelabcmd.db" }], "it does not begin with a manifest.json"],
    ["a manifest without end", [{ name: manifestName, bytes: 2 ** 40 }], "it does not begin with a manifest.json"],
    ["a manifest of another kind", [manifestFile({ parts: "all" })], "its manifest.json is wrong"],
    [
      "a path out of the folder",
      [manifestFile({ parts: [{ name: "config/../../x", kind: "config", bytes: 0, sha256: hash }] })],
      "its manifest.json is wrong",
    ],
    [
      "an absolute path",
      [manifestFile({ parts: [{ name: "/etc/passwd", kind: "config", bytes: 0, sha256: hash }] })],
      "its manifest.json is wrong",
    ],
    [
      "a part in another's place",
      [manifestFile({ parts: [{ name: "homelabcmd.db", kind: "config", bytes: 0, sha256: hash }] })],
      "it has config in the wrong place",
    ],
    [
      "a file beside the manifest's",
      [manifestFile({}), { name: "../evil" }],
      '"../evil" in it is not what its manifest names',
    ],
    ["a link", [manifestFile({}), { name: "homelabcmd.db", type: "2" }], '"homelabcmd.db" in it is not a plain file'],
    ["a folder", [manifestFile({}), { name: "homelabcmd.db", type: "5" }], '"homelabcmd.db" in it is not a plain file'],
    [
      "a file twice",
      [manifestFile({}), { name: "homelabcmd.db" }, { name: "homelabcmd.db" }],
      "does not match its checksum",
    ],
    ["a part missing", [manifestFile({})], "homelabcmd.db is missing in it"],
    [
      "a size beyond the disk",
      [manifestFile({ parts: [{ name: "homelabcmd.db", kind: "database", bytes: 2 ** 52, sha256: hash }] })],
      "it needs 4503599627370496 bytes",
    ],
    [
      "no database",
      [
        manifestFile({
          parts: [
            {
              name: "config/a.yaml",
              kind: "config",
              bytes: 0,
              sha256: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            },
          ],
        }),
        { name: "config/a.yaml" },
      ],
      "there is no database in it",
    ],
  ])("with %s is refused, and nothing is written", async (_, files, reason) => {
    const file = await forge(files);
    const target = { dataFolder: path.join(folder, "data"), configFile: path.join(folder, "config.yaml") };

    const error = await restore({ file, ...target, isForced: false, now: 0 }).catch((thrown) => thrown);

    const data = await readdir(target.dataFolder).catch(() => []);
    expect([error.message.replace(/: .*/s, ""), error.message, data, await readdir(folder)]).toEqual([
      `The backup ${file} cannot be restored`,
      expect.stringContaining(reason),
      data.filter((name) => name === "hub.lock"),
      ["data", "forged.tar.gz"].filter((name) => name !== "data" || data.length > 0),
    ]);
  });
});
