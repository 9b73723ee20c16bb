import { existsSync, readdirSync, readFileSync } from "node:fs";
import { machine, networkInterfaces } from "node:os";
import { join } from "node:path";
import { type Space, type SpaceQuestion, statfs } from "./statfs.ts";

/** An address of a network interface, as `os.networkInterfaces()` tells it. */
export interface InterfaceAddress {
  readonly address: string;
  readonly internal: boolean;
}

/** Everything that the agent may ask the machine it runs on. Paths are the machine's own, absolute. */
export interface Host {
  /** `/proc/self` or, where only PID 1 speaks for the machine, `/proc/1`: mounts and network tables are below it. */
  readonly processDirectory: string;
  /** A whole text file, or `null` when this machine has no such file or keeps it closed. */
  readText(path: string): Promise<string | null>;
  exists(path: string): Promise<boolean>;
  /** The names in a directory, or `null` when it cannot be read. */
  readDirectory(path: string): Promise<readonly string[] | null>;
  /** Rejects when the file system cannot be asked; hangs as long as it does. */
  space(mountPoint: string, question: SpaceQuestion): Promise<Space>;
  interfaceAddresses(): Readonly<Record<string, readonly InterfaceAddress[] | undefined>>;
  /** As `uname -m` prints it. */
  architecture(): string;
}

/**
 * A Linux machine: this one, or the one whose root is mounted at `root` (an agent in a container).
 *
 * Files of /proc, /sys and /etc are read synchronously: the kernel answers from memory, and so they do not queue behind
 * a hung file system for one of libuv's four threads.
 */
export class LinuxHost implements Host {
  readonly processDirectory: string;
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
    this.processDirectory = root === "/" ? "/proc/self" : "/proc/1";
  }

  async readText(path: string): Promise<string | null> {
    try {
      return readFileSync(this.#local(path), "utf8");
    } catch {
      return null;
    }
  }

  async exists(path: string): Promise<boolean> {
    return existsSync(this.#local(path));
  }

  async readDirectory(path: string): Promise<readonly string[] | null> {
    try {
      return readdirSync(this.#local(path));
    } catch {
      return null;
    }
  }

  space(mountPoint: string, question: SpaceQuestion): Promise<Space> {
    return statfs(this.#local(mountPoint), question);
  }

  interfaceAddresses(): Readonly<Record<string, readonly InterfaceAddress[] | undefined>> {
    return networkInterfaces();
  }

  architecture(): string {
    return machine();
  }

  #local(path: string): string {
    return join(this.#root, path);
  }
}
