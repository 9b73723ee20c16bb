import { join } from "node:path";
import { nodeModule } from "./node-modules.ts";

const { appendFileSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync } = nodeModule("node:fs");

/** A file in a folder of the agent's own. */
export interface OwnFile {
  readonly name: string;
  readonly bytes: number;
}

/**
 * A folder of the agent's own, with files that grow, are read as a whole, and go. It works synchronously, as nothing waits for the
 * disk: writes end up in the kernel's memory, from where they reach the disk within about half a minute. That spares the cells of SD
 * cards; they survive the death of the process at once, and the loss of power after that time. Every method throws Node's errors.
 */
export class OwnFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** The files whose names match, sorted by name. Makes the folder, for its owner alone, when it is missing. */
  list(names: RegExp): OwnFile[] {
    this.#make();
    const found = readdirSync(this.path).filter((name) => names.test(name));
    return found.sort().map((name) => ({ name, bytes: lstatSync(join(this.path, name)).size }));
  }

  /** Adds to the end of a file that has so many bytes. When that fails, what is there stays as it was. */
  append({ name, bytes }: OwnFile, addition: Uint8Array): void {
    const path = join(this.path, name);
    try {
      appendFileSync(path, addition, { mode: 0o600 });
    } catch (error) {
      this.#restore(path, bytes);
      throw error;
    }
  }

  /** Throws for what is no file, too: a pipe would never end. */
  read(name: string): Uint8Array {
    const path = join(this.path, name);
    if (!lstatSync(path).isFile()) throw new Error(`${path} is no file`);
    return readFileSync(path);
  }

  remove(name: string): void {
    rmSync(join(this.path, name), { force: true });
  }

  #make(): void {
    try {
      mkdirSync(this.path, { recursive: true, mode: 0o700 });
    } catch {
      // Only without the parents Node says what is wrong, such as that the file system is read-only.
      mkdirSync(this.path, { mode: 0o700 });
    }
  }

  /** Takes half a write back. A disk that does not allow even that has a torn end then. */
  #restore(path: string, bytes: number): void {
    try {
      if (bytes === 0) rmSync(path, { force: true });
      else truncateSync(path, bytes);
    } catch {}
  }
}
