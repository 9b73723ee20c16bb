import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { access, mkdir, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";

/** The processors that Node is served for, as Node names them. */
export const nodeArchitectures = ["x64", "arm64"] as const;
export type NodeArchitecture = (typeof nodeArchitectures)[number];

const block = 512;
/** tar as POSIX has it (ustar): where a field begins, and how long it is. */
const nameField = [0, 100] as const;
const checksumField = [148, 8] as const;

/**
 * The Node programs that this hub has, each packed once into a folder, for machines whose distribution has none that is new enough.
 */
export class NodeArchives {
  readonly #folder: string;
  readonly #programOf: (architecture: NodeArchitecture) => string | null;
  readonly #packing = new Map<NodeArchitecture, Promise<string | null>>();

  /** `programOf` says where a processor's Node lies, or `null`. */
  constructor(folder: string, programOf: (architecture: NodeArchitecture) => string | null) {
    this.#folder = folder;
    this.#programOf = programOf;
  }

  /** The archive with `bin/node` in it; its SHA-256 lies beside it in `<archive>.sha256`. `null` when the hub has no such Node. */
  async locate(architecture: NodeArchitecture): Promise<string | null> {
    const running = this.#packing.get(architecture);
    if (running) return running;
    const packing = this.#pack(architecture).finally(() => this.#packing.delete(architecture));
    this.#packing.set(architecture, packing);
    return packing;
  }

  async #pack(architecture: NodeArchitecture): Promise<string | null> {
    const program = this.#programOf(architecture);
    const found = program === null ? undefined : await stat(program).catch(() => undefined);
    if (program === null || !found) return null;
    const key = createHash("sha256").update(`${program} ${found.size} ${found.mtimeMs}`).digest("hex").slice(0, 12);
    const archive = path.join(this.#folder, `node-${architecture}-${key}.tar.gz`);
    const isThere = await access(`${archive}.sha256`).then(
      () => true,
      () => false,
    );
    if (isThere) return archive;
    await mkdir(this.#folder, { recursive: true });
    await this.#removeOlder(architecture);
    const hash = await writeArchive(program, found.size, `${archive}.new`);
    await rename(`${archive}.new`, archive);
    // Last: where it is, the archive is whole.
    await writeFile(`${archive}.sha256`, `${hash}  ${architecture}.tar.gz\n`);
    return archive;
  }

  /** An update of Node leaves the archive of the one before behind. */
  async #removeOlder(architecture: NodeArchitecture): Promise<void> {
    const names = await readdir(this.#folder);
    const older = names.filter((name) => name.startsWith(`node-${architecture}-`));
    await Promise.all(older.map((name) => rm(path.join(this.#folder, name), { force: true })));
  }
}

/** Where npm put the Node of a processor; else, in a container, the one that runs the hub. `null` when there is none. */
export function nodeProgramOf(architecture: NodeArchitecture, isContainer: boolean): string | null {
  try {
    const manifest = createRequire(import.meta.url).resolve(`node-linux-${architecture}/package.json`);
    return path.join(path.dirname(manifest), "bin", "node");
  } catch {
    // An image's Node is the one of nodejs.org, which needs nothing of its distribution; others may.
    return isContainer && process.arch === architecture ? process.execPath : null;
  }
}

/** Writes a tar of one program, packed, and returns its SHA-256. */
async function writeArchive(program: string, size: number, target: string): Promise<string> {
  const hash = createHash("sha256");
  async function* tar() {
    yield tarHeader("bin/node", size);
    yield* createReadStream(program);
    yield Buffer.alloc(((block - (size % block)) % block) + 2 * block);
  }
  async function* hashed(pieces: AsyncIterable<Buffer>) {
    for await (const piece of pieces) {
      hash.update(piece);
      yield piece;
    }
  }
  // The lightest level: a home's network carries the difference in a second, a small hub would take many to save it.
  await pipeline(tar, createGzip({ level: 1 }), hashed, createWriteStream(target));
  return hash.digest("hex");
}

function tarHeader(name: string, size: number): Buffer {
  const header = Buffer.alloc(block);
  const octal = (value: number, length: number) => `${value.toString(8).padStart(length - 1, "0")}\0`;
  header.write(name, ...nameField, "ascii");
  header.write(octal(0o755, 8), 100, "ascii");
  header.write(octal(0, 8) + octal(0, 8), 108, "ascii");
  header.write(octal(size, 12), 124, "ascii");
  header.write(octal(0, 12), 136, "ascii");
  header.write("0", 156, "ascii");
  header.write("ustar\x0000", 257, "ascii");
  // The checksum counts its own field as spaces.
  header.fill(" ", checksumField[0], checksumField[0] + checksumField[1]);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, ...checksumField, "ascii");
  return header;
}
