import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Host, type InterfaceAddress, LinuxHost } from "../../agent/host.ts";
import type { Space } from "../../agent/statfs.ts";

/** What a fixture cannot say with files: `host.json` beside its proc, sys and etc. */
interface FixtureFacts {
  readonly architecture: string;
  readonly addresses: Readonly<Record<string, readonly InterfaceAddress[]>>;
  readonly spaces: Readonly<Record<string, Space>>;
}

/** A machine made of files under `fixtures/`. From the second reading on, `/proc/stat` is `proc/stat.later`. */
export class FixtureHost implements Host {
  readonly processDirectory: string;
  readonly #files: LinuxHost;
  readonly #facts: FixtureFacts;
  #readPaths = new Set<string>();

  constructor(name: string) {
    const root = fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));
    this.#files = new LinuxHost(root);
    this.#facts = JSON.parse(readFileSync(`${root}/host.json`, "utf8"));
    this.processDirectory = this.#files.processDirectory;
  }

  async readText(path: string): Promise<string | null> {
    const later = this.#readPaths.has(path) ? await this.#files.readText(`${path}.later`) : null;
    this.#readPaths.add(path);
    return later ?? this.#files.readText(path);
  }

  exists(path: string): Promise<boolean> {
    return this.#files.exists(path);
  }

  readDirectory(path: string): Promise<readonly string[] | null> {
    return this.#files.readDirectory(path);
  }

  async space(mountPoint: string): Promise<Space> {
    const space = this.#facts.spaces[mountPoint];
    if (!space) throw new Error(`${mountPoint}: Stale file handle`);
    return space;
  }

  interfaceAddresses(): FixtureFacts["addresses"] {
    return this.#facts.addresses;
  }

  architecture(): string {
    return this.#facts.architecture;
  }
}
