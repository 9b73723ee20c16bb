import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { StartError } from "../../../core/errors.ts";
import { lockDataFolder } from "../../../core/storage/lock.ts";
import { makeFolder } from "../../support/test-database.ts";

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await makeFolder();
  file = path.join(folder, "hub.lock");
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** A process that holds the lock until it is killed. */
async function startHolder() {
  const program = `
    import { lockDataFolder } from "./core/storage/lock.ts";
    await lockDataFolder(${JSON.stringify(file)});
    process.stdout.write("locked");
    setInterval(() => {}, 60_000);`;
  const holder = spawn(process.execPath, ["--input-type=module", "--eval", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(holder.stdout, "data");
  return holder;
}

const refusal = () => lockDataFolder(file).catch((error) => error);

describe("the lock of the data folder", () => {
  it("keeps a second hub out, in this process and in another, and says what to do", async () => {
    const unlock = await lockDataFolder(file);
    const here = await refusal();
    await unlock();
    const holder = await startHolder();
    const elsewhere = await refusal();
    holder.kill("SIGKILL");
    await once(holder, "exit");

    const message = `Another hub is running on this data folder (it holds ${file}).\nStop it first, or set HOMELABCMD_DATA to another folder.`;
    expect([here, here.message, elsewhere.message]).toEqual([expect.any(StartError), message, message]);
  });

  it("ends with the process that holds it, also when that is killed", async () => {
    const holder = await startHolder();
    holder.kill("SIGKILL");
    await once(holder, "exit");

    const unlock = await lockDataFolder(file);

    await expect(unlock()).resolves.toBeUndefined();
  });

  it("can be taken again after it was let go", async () => {
    await (await lockDataFolder(file))();
    const unlock = await lockDataFolder(file);

    expect(await refusal()).toBeInstanceOf(StartError);
    await unlock();
  });

  it.each<[string, () => Promise<unknown>]>([
    ["a directory", () => mkdir(file)],
    ["no lock file", () => writeFile(file, "somebody's letter ".repeat(100))],
  ])("does not blame another hub when its file is %s", async (_, make) => {
    await make();

    const error = await refusal();

    expect([error, error.message]).toEqual([
      expect.any(StartError),
      expect.stringMatching(/^The lock file .+ cannot be used: SQLITE_.+\.\nRemove it; it holds nothing\.$/),
    ]);
  });
});
