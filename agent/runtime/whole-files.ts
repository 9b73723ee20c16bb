import { join } from "node:path";
import { nodeModule } from "./node-modules.ts";

const fs = nodeModule("node:fs");

/** A folder of whole files: after a loss of power each has its old content or its new one, and what is written stays written. */
export interface WholeFiles {
  /** `null` when there is no such file. */
  read(name: string): Promise<Uint8Array | null>;
  write(name: string, content: string | Uint8Array): Promise<void>;
  remove(name: string): Promise<void>;
  /** The names of all files, those of unfinished writes too. */
  list(): Promise<readonly string[]>;
  /** The path of a file, there or not. */
  pathOf(name: string): string;
}

/** The files of a folder, by Node. The folder is made, for its owner alone, with the first file. */
export class NodeWholeFiles implements WholeFiles {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async read(name: string): Promise<Uint8Array | null> {
    try {
      return fs.readFileSync(this.pathOf(name));
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  async write(name: string, content: string | Uint8Array): Promise<void> {
    fs.mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const unfinished = this.pathOf(`${name}.part`);
    const file = fs.openSync(unfinished, "w", 0o600);
    try {
      fs.writeFileSync(file, content);
      fs.fsyncSync(file);
    } finally {
      fs.closeSync(file);
    }
    fs.renameSync(unfinished, this.pathOf(name));
    this.#sync();
  }

  async remove(name: string): Promise<void> {
    fs.rmSync(this.pathOf(name), { force: true });
  }

  async list(): Promise<readonly string[]> {
    try {
      return fs.readdirSync(this.#folder);
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  }

  pathOf(name: string): string {
    return join(this.#folder, name);
  }

  /** Makes the rename itself durable; rename(2) alone is not. */
  #sync(): void {
    const folder = fs.openSync(this.#folder, "r");
    try {
      fs.fsyncSync(folder);
    } finally {
      fs.closeSync(folder);
    }
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
