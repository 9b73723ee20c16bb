import { join } from "node:path";
import { nodeModule } from "./node-modules.ts";

const { existsSync, readdirSync, readFileSync, readlinkSync, statSync } = nodeModule("node:fs");

/** The files of a machine. Paths are the machine's own, absolute. */
export interface Files {
  /** A whole text file, or `null` when this machine has no such file or keeps it closed. */
  readText(path: string): Promise<string | null>;
  exists(path: string): Promise<boolean>;
  /** The names in a directory, or `null` when it cannot be read. */
  readDirectory(path: string): Promise<readonly string[] | null>;
  /** What a symbolic link names, or `null` when it is none. */
  linkTarget(path: string): Promise<string | null>;
  /** When a file or directory changed last, Unix ms, or `null` when it cannot be told. */
  modifiedAt(path: string): Promise<number | null>;
}

/**
 * The files below `root`, by Node. They are read synchronously: the kernel answers for /proc, /sys and /etc from memory, and so
 * they do not queue behind a hung file system for one of libuv's four threads.
 */
export class NodeFiles implements Files {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  async readText(path: string): Promise<string | null> {
    return orNull(() => readFileSync(this.local(path), "utf8"));
  }

  async exists(path: string): Promise<boolean> {
    return existsSync(this.local(path));
  }

  async readDirectory(path: string): Promise<readonly string[] | null> {
    return orNull(() => readdirSync(this.local(path)));
  }

  async linkTarget(path: string): Promise<string | null> {
    return orNull(() => readlinkSync(this.local(path)));
  }

  async modifiedAt(path: string): Promise<number | null> {
    return orNull(() => statSync(this.local(path)).mtimeMs);
  }

  /** Where this process finds a file of the machine. */
  local(path: string): string {
    return join(this.#root, path);
  }
}

function orNull<Value>(read: () => Value): Value | null {
  try {
    return read();
  } catch {
    return null;
  }
}
