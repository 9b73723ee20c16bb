import { nodeModule } from "./node-modules.ts";
import { NodePrograms } from "./node-programs.ts";

const fs = nodeModule("node:fs");

/** Room on a file system, in bytes. */
export interface Space {
  readonly totalBytes: number;
  /** Free for root. */
  readonly freeBytes: number;
  /** Free for everyone else; less than `freeBytes` where blocks are reserved. */
  readonly availableBytes: number;
}

/** How a file system is to be asked for its room. */
export interface SpaceQuestion {
  /** In a process of its own: for file systems that hang when their server or daemon does. */
  readonly isolated: boolean;
  readonly signal: AbortSignal;
}

/** A process that hangs in the kernel cannot be killed before the kernel lets go of it; a minute later nobody asks any more. */
const deadlineMilliseconds = 60_000;

/** Asks a file system for its room; statfs(2). Rejects when it cannot be asked. */
export function statfs(path: string, { isolated, signal }: SpaceQuestion): Promise<Space> {
  // Node has had statfs since 18.15.
  return isolated || !("statfs" in fs) ? statfsInProcess(path, signal) : statfsInThread(path);
}

/** By callback, and not by promise: node:fs/promises takes a megabyte, and nothing else of the agent needs it. */
function statfsInThread(path: string): Promise<Space> {
  return new Promise((resolve, reject) => {
    fs.statfs(path, (error, statistics) => {
      if (error) return reject(error);
      const { bsize, blocks, bfree, bavail } = statistics;
      resolve({ totalBytes: blocks * bsize, freeBytes: bfree * bsize, availableBytes: bavail * bsize });
    });
  });
}

/**
 * stat(1) of coreutils or busybox. A hung one holds no thread, and `%S` is the unit in which FUSE counts its blocks, which
 * Node's statfs does not tell.
 */
async function statfsInProcess(path: string, signal: AbortSignal): Promise<Space> {
  const parameters = ["-f", "-c", "%S %b %f %a", "--", path];
  const result = await new NodePrograms().run("stat", parameters, { deadlineMilliseconds, signal });
  if (result?.exitCode !== 0) throw new Error(result?.errors.trim() || `There is no program stat to ask ${path}`);
  const [blockBytes = NaN, blocks = NaN, free = NaN, available = NaN] = result.output.trim().split(" ").map(Number);
  return { totalBytes: blocks * blockBytes, freeBytes: free * blockBytes, availableBytes: available * blockBytes };
}
