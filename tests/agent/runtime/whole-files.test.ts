import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { NodeWholeFiles } from "../../../agent/runtime/whole-files.ts";

let parent: string;
let files: NodeWholeFiles;

beforeEach(async () => {
  parent = await mkdtemp(path.join(tmpdir(), "whole-files-"));
  files = new NodeWholeFiles(path.join(parent, "update"));
});

afterEach(() => rm(parent, { recursive: true }));

const textOf = async (name: string) => new TextDecoder().decode((await files.read(name)) ?? undefined);

describe("a folder of whole files", () => {
  test("is empty before it is there, and is made for its owner alone with the first file", async () => {
    const before = [await files.list(), await files.read("a")];
    await files.write("a", "one");
    const modes = [(await stat(files.pathOf("."))).mode & 0o777, (await stat(files.pathOf("a"))).mode & 0o777];

    expect([before, modes, await textOf("a")]).toEqual([[[], null], [0o700, 0o600], "one"]);
  });

  test("replaces a file, and overcomes what an unfinished write left", async () => {
    await files.write("a", "one");
    await writeFile(files.pathOf("a.part"), "half");
    await files.write("a", "two");

    expect([await textOf("a"), await files.list()]).toEqual(["two", ["a"]]);
  });

  test("removes a file, there or not", async () => {
    await files.write("a", "one");
    await files.remove("a");
    await files.remove("a");

    expect(await files.list()).toEqual([]);
  });
});
