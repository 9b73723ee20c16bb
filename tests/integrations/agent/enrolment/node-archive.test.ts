import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { NodeArchives } from "../../../../integrations/agent/enrolment/node-archive.ts";

let folder: string;
let program: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "node-archive-"));
  program = path.join(folder, "node");
  await writeFile(program, "#!/bin/sh\necho v24.0.0\n".padEnd(1000, "\n"));
});

afterEach(() => rm(folder, { recursive: true }));

describe("the archive of a Node", () => {
  it("is one that tar unpacks, with its SHA-256 beside it, and is made once however many ask", async () => {
    const archives = new NodeArchives(path.join(folder, "archives"), () => program);
    const places = await Promise.all([archives.locate("x64"), archives.locate("x64")]);
    const archive = places[0] ?? "";
    const before = await stat(archive);
    await archives.locate("x64");
    execFileSync("tar", ["-xzf", archive, "-C", folder]);
    const hash = createHash("sha256")
      .update(await readFile(archive))
      .digest("hex");

    expect({
      output: execFileSync(path.join(folder, "bin/node"), { encoding: "utf8" }),
      same: [new Set(places).size, (await stat(archive)).mtimeMs === before.mtimeMs],
      hash: await readFile(`${archive}.sha256`, "utf8"),
    }).toEqual({ output: "v24.0.0\n", same: [1, true], hash: `${hash}  x64.tar.gz\n` });
  });

  it("is made anew for another Node, and the older one goes", async () => {
    const archives = new NodeArchives(path.join(folder, "archives"), () => program);
    const first = await archives.locate("x64");
    await utimes(program, 1, 1);
    const second = path.basename((await archives.locate("x64")) ?? "");

    expect([path.basename(first ?? "") === second, (await readdir(path.join(folder, "archives"))).toSorted()]).toEqual([
      false,
      [second, `${second}.sha256`],
    ]);
  });

  it("is none where the hub has no such Node", async () => {
    const archives = new NodeArchives(folder, (architecture) => (architecture === "x64" ? null : "/none"));

    expect([await archives.locate("x64"), await archives.locate("arm64")]).toEqual([null, null]);
  });
});
