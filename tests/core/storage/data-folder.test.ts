import { mkdir, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { StartError } from "../../../core/errors.ts";
import { prepareDataFolder } from "../../../core/storage/data-folder.ts";
import { makeFolder } from "../../support/test-database.ts";

let folder: string;

beforeEach(async () => {
  folder = await makeFolder();
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe("the data folder", () => {
  it("is made with everything above it, for its owner only", async () => {
    const data = path.join(folder, "var/lib/homelabcmd");

    await prepareDataFolder(data);

    expect((await stat(data)).mode & 0o777).toBe(0o700);
  });

  it("may exist, and keeps its mode", async () => {
    const data = path.join(folder, "data");
    await mkdir(data, { mode: 0o750 });

    await prepareDataFolder(data);

    expect((await stat(data)).mode & 0o777).toBe(0o750);
  });

  it.each(["data", "data/below"])("cannot be %s where data is a file, and the error says what to do", async (name) => {
    await writeFile(path.join(folder, "data"), "");
    const data = path.join(folder, name);

    const error = await prepareDataFolder(data).catch((thrown) => thrown);

    expect([error, error.message.split("\n")]).toEqual([
      expect.any(StartError),
      [
        expect.stringMatching(new RegExp(`^The data folder ${data} cannot be written: E(EXIST|NOTDIR)`)),
        "Give it to the hub's user, or set HOMELABCMD_DATA to another folder.",
      ],
    ]);
  });
});
