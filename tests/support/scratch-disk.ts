import { execFileSync, spawnSync } from "node:child_process";
import { mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

/** Whether disks can be made here. Under CI they always are: one that cannot be mounted is a failure there. */
export function canMount(): boolean {
  if (process.env["CI"] !== undefined) return true;
  // A process without the privilege to mount, root in a container among them, cannot leave its mount namespace either.
  return spawnSync("unshare", ["--mount", "true"]).status === 0;
}

/** A small file system of a test's own, on which things go wrong. */
export class ScratchDisk {
  /** Where it is mounted. */
  readonly folder: string;
  readonly #image: string | undefined;

  private constructor(folder: string, image: string | undefined) {
    this.folder = folder;
    this.#image = image;
  }

  /** A disk in memory, of so many megabytes. */
  static async inMemory(megabytes: number): Promise<ScratchDisk> {
    const folder = await mkdtemp(path.join(tmpdir(), "homelabcmd-disk-"));
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m`, "homelabcmd-test", folder]);
    return new ScratchDisk(folder, undefined);
  }

  /** An ext4 file system in a file, which can be made to fail. */
  static async ext4(megabytes: number): Promise<ScratchDisk> {
    const folder = await mkdtemp(path.join(tmpdir(), "homelabcmd-disk-"));
    const image = `${folder}.img`;
    await writeFile(image, "");
    await truncate(image, megabytes * 1024 * 1024);
    execFileSync("mkfs.ext4", ["-q", image]);
    execFileSync("mount", ["-o", "loop", image, folder]);
    return new ScratchDisk(folder, image);
  }

  /** Writes a file until there is no room left for anything; the answer removes it. */
  async fill(): Promise<() => Promise<void>> {
    const ballast = path.join(this.folder, "ballast");
    for (const bytes of [1024 * 1024, 4096]) {
      const block = Buffer.alloc(bytes);
      while (
        await writeFile(ballast, block, { flag: "a" }).then(
          () => true,
          () => false,
        )
      );
    }
    return () => rm(ballast);
  }

  /** Does what the kernel does when it meets an error on a disk: it lets nobody write any more, whatever is open. */
  failToReadOnly(): void {
    execFileSync("mount", ["-o", "remount,abort", this.folder]);
  }

  async remove(): Promise<void> {
    execFileSync("umount", [this.folder]);
    await rm(this.folder, { recursive: true, force: true });
    if (this.#image) await rm(this.#image);
  }
}
