import { execFileSync } from "node:child_process";
import { symlinkSync } from "node:fs";
import { mkdir, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sampleHeartbeat } from "../sample-heartbeat.ts";
import { KeptOutbox } from "./kept-outbox.ts";

let kept: KeptOutbox;

beforeEach(async () => {
  kept = await KeptOutbox.make();
});

afterEach(() => kept.remove());

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe("DiskOutbox", () => {
  test("writes nothing for a heartbeat that is acknowledged at once", async () => {
    await kept.outbox.add(sampleHeartbeat(1));
    await kept.outbox.forget(await kept.outbox.oldest(1));
    await kept.outbox.keep();

    expect([await kept.files(), await kept.oldest()]).toEqual([[], []]);
  });

  test("gives back after a crash what waited for the hub, exactly as it was measured", async () => {
    await kept.keep(1, 3);
    kept.crash();

    expect(await kept.outbox.oldest(10)).toEqual([1, 2, 3].map(sampleHeartbeat));
  });

  test("keeps what comes while older ones wait without being told to, and after them", async () => {
    await kept.keep(1);
    await kept.outbox.add(sampleHeartbeat(2));
    kept.crash();
    await kept.outbox.add(sampleHeartbeat(3));

    expect(await kept.drain()).toEqual([1, 2, 3]);
  });

  test("deletes a file when all of it is acknowledged, and goes on in memory when none is left", async () => {
    await kept.keep(1, 150);
    const before = await kept.files();
    await kept.drain();
    await kept.outbox.add(sampleHeartbeat(151));

    expect({ before, after: await kept.files(), left: await kept.oldest() }).toEqual({
      before: ["000000000001.gz", "000000000002.gz"],
      after: [],
      left: [151],
    });
  });

  test("sends one file again at most when it is killed in the midst of a replay", async () => {
    await kept.keep(1, 250);
    for (const limit of [100, 40]) await kept.outbox.forget(await kept.outbox.oldest(limit));
    kept.crash();

    expect(await kept.drain()).toEqual(range(101, 250));
  });

  test("takes new heartbeats while the file that they would go to is being sent", async () => {
    await kept.keep(1, 2);
    const sent = await kept.outbox.oldest(10);
    await kept.outbox.add(sampleHeartbeat(3));
    await kept.outbox.forget(sent);
    kept.crash();

    expect(await kept.oldest()).toEqual([3]);
  });

  test("writes files that zcat prints, which nobody else can read", async () => {
    await kept.keep(1, 2);
    const [name = ""] = await kept.files();
    const lines = gunzipSync(await kept.read(name))
      .toString("utf8")
      .trim()
      .split("\n");
    const modes = [kept.folder, path.join(kept.folder, name)].map(async (one) => (await stat(one)).mode & 0o777);

    expect([lines.map((line) => JSON.parse(line).sequence), await Promise.all(modes)]).toEqual([
      [1, 2],
      [0o700, 0o600],
    ]);
  });

  test("leaves out what a crash tore off, and says so", async () => {
    await kept.keep(1, 3);
    const [name = ""] = await kept.files();
    const file = await kept.read(name);
    await writeFile(path.join(kept.folder, name), file.subarray(0, -20));
    kept.crash();

    expect([await kept.drain(), kept.log.lines, await kept.files()]).toEqual([
      [1, 2],
      ["warn: Kept heartbeats are damaged and left out"],
      [],
    ]);
  });

  test("leaves out what is damaged in the middle, and gives the rest", async () => {
    await kept.keep(1, 3);
    const [name = ""] = await kept.files();
    const file = await kept.read(name);
    const middle = Math.floor(file.length / 2);
    file.fill(0x55, middle - 50, middle + 50);
    await writeFile(path.join(kept.folder, name), file);
    kept.crash();

    expect(await kept.drain()).toEqual([1, 3]);
  });

  test("goes on with the next file when one is empty, or holds something else", async () => {
    await kept.keep(1);
    await writeFile(path.join(kept.folder, "000000000000.gz"), "");
    await writeFile(path.join(kept.folder, "000000000002.gz"), "no heartbeats");
    await writeFile(path.join(kept.folder, "notes.txt"), "mine");
    kept.crash();

    expect([await kept.drain(), await kept.files()]).toEqual([[1], ["notes.txt"]]);
  });

  test("leaves a file that it cannot read where it is, and goes on with the next", async () => {
    await kept.keep(1);
    await mkdir(path.join(kept.folder, "000000000000.gz"));
    kept.crash();

    expect([await kept.drain(), kept.log.lines, await kept.files()]).toEqual([
      [1],
      ["error: Kept heartbeats cannot be read; the file is left where it is"],
      ["000000000000.gz"],
    ]);
  });

  test.each([
    ["a pipe, which has no end", (at: string) => void execFileSync("mkfifo", [at])],
    ["a link to nowhere", (at: string) => symlinkSync("/nowhere", at)],
    ["a link to a device", (at: string) => symlinkSync("/dev/zero", at)],
  ])("leaves %s where it is, and goes on with the next", async (_, make) => {
    await kept.keep(1);
    make(path.join(kept.folder, "000000000000.gz"));
    kept.crash();

    expect([await kept.drain(), await kept.files()]).toEqual([[1], ["000000000000.gz"]]);
  });

  test("drops what has waited for more than a week, and counts it", async () => {
    await kept.keep(1, 100);
    await kept.clock.advance(7 * 86_400_000 + 1000);
    await kept.keep(101);

    expect([await kept.drain(), kept.outbox.dropped]).toEqual([[101], 100]);
  });

  test("does not mind when the wall clock steps by a year", async () => {
    await kept.keep(1);
    kept.clock.step(365 * 86_400_000);
    await kept.keep(2);

    expect(await kept.drain()).toEqual([1, 2]);
  });
});

describe("DiskOutbox whose room is used up", () => {
  test("drops the oldest file, counts what was in it, and says so", async () => {
    await kept.remove();
    kept = await KeptOutbox.make(64 * 1024);
    await kept.keep(1, 300);
    kept.crash();
    await kept.keep(301, 600);
    const left = await kept.drain();
    const bytesOf = async (name: string) => (await kept.read(name)).length;
    const sizes = await Promise.all((await kept.files()).map(bytesOf));

    expect({
      first: Number(left[0]) > 1,
      rest: left.length === 601 - Number(left[0]),
      last: left.at(-1),
      isCounted: kept.outbox.dropped > 0,
      isSmall: sizes.every((size) => size <= 64 * 1024),
      log: new Set(kept.log.lines),
    }).toEqual({
      first: true,
      rest: true,
      last: 600,
      isCounted: true,
      isSmall: true,
      log: new Set(["warn: The outbox is full: the oldest heartbeats are dropped"]),
    });
  });
});

describe("DiskOutbox without a disk that works", () => {
  const complaint = "error: Heartbeats cannot be kept on disk; up to 500 wait in memory, and the agent goes on";

  test("keeps the newest 500 in memory, says so once, and goes back to the disk by itself", async () => {
    await writeFile(kept.folder, "a file where the folder should be");
    await kept.keep(1, 510);
    const inMemory = await kept.oldest();
    await rm(kept.folder);
    await kept.keep(511);
    kept.crash();

    expect({ inMemory: [inMemory[0], inMemory.length], kept: (await kept.oldest(1))[0], log: kept.log.lines }).toEqual({
      inMemory: [11, 500],
      kept: 12,
      log: [complaint, "info: Heartbeats are kept on disk again"],
    });
  });
});
