/**
 * Plain files in a tar archive (POSIX.1-1988 ustar, https://www.gnu.org/software/tar/manual/html_node/Standard.html), as much of it as
 * a backup needs. Links, folders and every other kind of entry are refused, so that an archive can say nothing but "this file has
 * these bytes".
 */
const blockBytes = 512;
/** What twelve octal digits can say; larger sizes are written in base 256, as GNU tar does. */
const mostOctal = 0o77777777777;

/** A file of an archive. */
export interface TarFile {
  /** With slashes: `config/config.yaml`. */
  readonly name: string;
  readonly bytes: number;
}

/** A file that is being read. Its content must be read to its end before the next one is asked for. */
export interface TarEntry extends TarFile {
  readonly content: AsyncIterable<Buffer>;
}

/** Two empty blocks stand at the end of an archive. */
export const tarEnd = Buffer.alloc(2 * blockBytes);

/** What stands before a file's bytes. It is for its owner alone; `modifiedAt` in Unix milliseconds. */
export function tarHeader({ name, bytes }: TarFile, modifiedAt: number): Buffer {
  const header = Buffer.alloc(blockBytes);
  const [prefix, rest] = splitName(name);
  header.write(rest, 0);
  header.write(octal(0o600, 8), 100);
  header.write(octal(0, 8), 108);
  header.write(octal(0, 8), 116);
  if (bytes <= mostOctal) header.write(octal(bytes, 12), 124);
  else {
    header[124] = 0x80;
    header.writeBigUInt64BE(BigInt(bytes), 128);
  }
  header.write(octal(Math.floor(modifiedAt / 1000), 12), 136);
  header.write("0", 156);
  header.write("ustar\x0000", 257);
  header.write(prefix, 345);
  header.write(octal(checksumOf(header), 7), 148);
  header.write(" ", 155);
  return header;
}

/** What stands behind a file's bytes, up to the next block. */
export function tarPadding(bytes: number): Buffer {
  return Buffer.alloc((blockBytes - (bytes % blockBytes)) % blockBytes);
}

/** Reads the files of an archive in their order. Throws when it is no archive of plain files, or ends too early. */
export async function* readTar(chunks: AsyncIterable<Buffer>): AsyncGenerator<TarEntry> {
  const source = new ByteSource(chunks);
  for (;;) {
    const header = await source.exactly(blockBytes);
    if (header.every((byte) => byte === 0)) return;
    const { name, bytes } = parseHeader(header);
    yield { name, bytes, content: source.next(bytes) };
    await source.exactly(tarPadding(bytes).length);
  }
}

function parseHeader(header: Buffer): TarFile {
  if (readOctal(header, 148, 8) !== checksumOf(header)) throw new Error("it is not a tar archive, or it is damaged");
  const type = header.toString("latin1", 156, 157);
  const [name, prefix] = [readText(header, 0, 100), readText(header, 345, 155)];
  const path = prefix === "" ? name : `${prefix}/${name}`;
  if (type !== "0" && type !== "\0") throw new Error(`${JSON.stringify(path)} in it is not a plain file`);
  const isLarge = ((header[124] ?? 0) & 0x80) !== 0;
  const bytes = isLarge ? Number(header.readBigUInt64BE(128)) : readOctal(header, 124, 12);
  if (!Number.isSafeInteger(bytes)) throw new Error(`${JSON.stringify(path)} in it has no possible size`);
  return { name: path, bytes };
}

function splitName(name: string): readonly [prefix: string, rest: string] {
  if (Buffer.byteLength(name) <= 100) return ["", name];
  for (let slash = name.indexOf("/"); slash >= 0; slash = name.indexOf("/", slash + 1)) {
    const [prefix, rest] = [name.slice(0, slash), name.slice(slash + 1)];
    if (Buffer.byteLength(prefix) <= 155 && Buffer.byteLength(rest) <= 100) return [prefix, rest];
  }
  throw new Error(`${name} is too long a name for an archive`);
}

function octal(value: number, width: number): string {
  return `${value.toString(8).padStart(width - 1, "0")}\0`;
}

function readOctal(header: Buffer, offset: number, width: number): number {
  const text = readText(header, offset, width).trim();
  return /^[0-7]+$/.test(text) ? Number.parseInt(text, 8) : Number.NaN;
}

function readText(header: Buffer, offset: number, width: number): string {
  return header.toString("utf8", offset, offset + width).split("\0")[0] ?? "";
}

/** The sum of all bytes, those of the checksum itself read as spaces. */
function checksumOf(header: Buffer): number {
  return header.reduce((sum, byte, index) => sum + (index >= 148 && index < 156 ? 0x20 : byte), 0);
}

/** Bytes in pieces of the size that is asked for. */
class ByteSource {
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(chunks: AsyncIterable<Buffer>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** So many bytes in one piece; only for few. */
  async exactly(bytes: number): Promise<Buffer> {
    const pieces: Buffer[] = [];
    for await (const piece of this.next(bytes)) pieces.push(piece);
    return Buffer.concat(pieces);
  }

  /** The next so many bytes, in pieces as they come. */
  async *next(bytes: number): AsyncGenerator<Buffer> {
    for (let missing = bytes; missing > 0; ) {
      if (this.#rest.length === 0) this.#rest = await this.#read();
      const piece = this.#rest.subarray(0, missing);
      this.#rest = this.#rest.subarray(piece.length);
      missing -= piece.length;
      yield piece;
    }
  }

  async #read(): Promise<Buffer> {
    const step = await this.#chunks.next();
    if (step.done) throw new Error("it ends too early");
    return step.value;
  }
}
