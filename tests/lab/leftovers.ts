import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { run } from "./program.ts";

/** What the name of a folder begins with, by which it is known whose it was. */
export function ownPrefix(kind: "box" | "lan", name: string): string {
  return path.join(tmpdir(), `homelabcmd-${kind}-${process.pid}-${name}-`);
}

/** Removes the networks and boxes of test runs that ended without doing so, and ends what still runs in them. */
export async function removeLeftovers(): Promise<void> {
  const { output } = await run("ip", ["netns", "list"]);
  for (const [namespace, pid] of output.matchAll(/^hlab(\d+)-\w+/gm)) {
    if (isRunning(pid)) continue;
    const { output: pids } = await run("ip", ["netns", "pids", namespace]);
    for (const left of pids.split("\n").filter(Boolean)) endProcess(Number(left));
    await run("ip", ["netns", "del", namespace]);
  }
  for (const folder of await readdir(tmpdir())) {
    const [, pid] = /^homelabcmd-(?:box|lan)-(\d+)-/.exec(folder) ?? [];
    if (pid === undefined || isRunning(pid)) continue;
    const root = path.join(tmpdir(), folder, "root");
    await run("umount", ["--recursive", "--lazy", root]);
    // Never into what is still mounted there: that may be the host's own /dev.
    await run("rm", ["-rf", "--one-file-system", path.join(tmpdir(), folder)]);
  }
}

function isRunning(pid: string | undefined): boolean {
  return existsSync(`/proc/${pid}`);
}

/** One that ends by itself just now is as good. */
function endProcess(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {}
}
