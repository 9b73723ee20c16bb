import { type FileHandle, open } from "node:fs/promises";

/** A row as it stands on a page. */
export interface RawRow {
  readonly rowid: number;
  /** In the order of the table's columns; a blob is a Buffer, and the column that is the rowid is null. */
  readonly values: readonly unknown[];
}

const tableLeaf = 0x0d;
const headerBytes = 100;
/** Far above any pack. */
const mostPayloadBytes = 64 * 1024 * 1024;

/** Reads a database file page by page, without its trees (https://sqlite.org/fileformat2.html): for pages that no tree leads to any more. */
export class PageReader {
  readonly count: number;
  readonly #file: FileHandle;
  readonly #size: number;
  /** What of a page is used: all but the bytes that extensions reserve at its end. */
  readonly #usable: number;

  private constructor(file: FileHandle, size: number, usable: number, count: number) {
    this.#file = file;
    this.#size = size;
    this.#usable = usable;
    this.count = count;
  }

  /** Throws when the header is no SQLite header. */
  static async open(path: string): Promise<PageReader> {
    const file = await open(path);
    const header = Buffer.alloc(headerBytes);
    await file.read(header, 0, headerBytes, 0);
    const written = header.readUInt16BE(16);
    const size = written === 1 ? 65_536 : written;
    const { size: bytes } = await file.stat();
    if (header.toString("latin1", 0, 15) === "SQLite format 3" && size >= 512) {
      return new PageReader(file, size, size - (header[20] ?? 0), Math.floor(bytes / size));
    }
    await file.close();
    throw new Error("it has no SQLite header");
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  /** The pages that hold nothing, and may still show what they held. */
  async freePages(): Promise<ReadonlySet<number>> {
    const free = new Set<number>();
    const first = await this.#read(1);
    for (let trunk = first?.readUInt32BE(32) ?? 0; trunk > 0 && !free.has(trunk); ) {
      free.add(trunk);
      const page = await this.#read(trunk);
      if (!page) break;
      const leaves = Math.min(page.readUInt32BE(4), this.#usable / 4 - 2);
      for (let index = 0; index < leaves; index++) free.add(page.readUInt32BE(8 + 4 * index));
      trunk = page.readUInt32BE(0);
    }
    return free;
  }

  /** The rows on a page, when it is a leaf of a table; those that cannot be read are left out. */
  async rowsOf(number: number): Promise<readonly RawRow[]> {
    const page = await this.#read(number);
    if (page?.[0] !== tableLeaf) return [];
    const cells = page.readUInt16BE(3);
    const rows: RawRow[] = [];
    for (let index = 0; index < cells && 10 + 2 * index <= this.#usable; index++) {
      const row = await this.#rowAt(page, page.readUInt16BE(8 + 2 * index)).catch(() => undefined);
      if (row) rows.push(row);
    }
    return rows;
  }

  async #rowAt(page: Buffer, offset: number): Promise<RawRow> {
    const [bytes, afterBytes] = varint(page, offset);
    const [rowid, start] = varint(page, afterBytes);
    if (bytes > mostPayloadBytes) throw new RangeError("no row is as large");
    const local = localBytes(bytes, this.#usable);
    const pieces = [page.subarray(start, start + local)];
    let next = local < bytes ? page.readUInt32BE(start + local) : 0;
    for (let missing = bytes - local; missing > 0; ) {
      const overflow = await this.#read(next);
      if (!overflow) throw new RangeError("the row ends too early");
      const piece = overflow.subarray(4, 4 + Math.min(missing, this.#usable - 4));
      pieces.push(piece);
      missing -= piece.length;
      next = overflow.readUInt32BE(0);
    }
    return { rowid, values: valuesOf(Buffer.concat(pieces)) };
  }

  async #read(number: number): Promise<Buffer | undefined> {
    if (number < 1 || number > this.count) return undefined;
    const page = Buffer.alloc(this.#size);
    await this.#file.read(page, 0, this.#size, (number - 1) * this.#size);
    return page;
  }
}

/** How much of a row stands on its leaf; the rest is on overflow pages. */
function localBytes(bytes: number, usable: number): number {
  const most = usable - 35;
  if (bytes <= most) return bytes;
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const fitting = least + ((bytes - least) % (usable - 4));
  return fitting <= most ? fitting : least;
}

/** The columns of a record. */
function valuesOf(record: Buffer): readonly unknown[] {
  const [headerEnd, first] = varint(record, 0);
  const values: unknown[] = [];
  let data = headerEnd;
  for (let place = first; place < headerEnd; ) {
    const [type, next] = varint(record, place);
    const width = widthOf(type);
    if (data + width > record.length) throw new RangeError("the record is too short");
    values.push(readValue(type, record.subarray(data, data + width)));
    data += width;
    place = next;
  }
  return values;
}

function widthOf(type: number): number {
  if (type >= 12) return Math.floor((type - 12) / 2);
  return [0, 1, 2, 3, 4, 6, 8, 8, 0, 0][type] ?? 0;
}

function readValue(type: number, bytes: Buffer): unknown {
  if (type >= 12) return type % 2 === 0 ? bytes : bytes.toString("utf8");
  if (type === 0) return null;
  if (type === 7) return bytes.readDoubleBE(0);
  if (type === 6) return Number(bytes.readBigInt64BE(0));
  return type >= 8 ? type - 8 : bytes.readIntBE(0, bytes.length);
}

/** A number of one to nine bytes, and where it ends. */
function varint(bytes: Buffer, offset: number): readonly [value: number, end: number] {
  let value = 0;
  for (let index = 0; index < 8; index++) {
    const byte = bytes.readUInt8(offset + index);
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return [value, offset + index + 1];
  }
  return [value * 256 + bytes.readUInt8(offset + 8), offset + 9];
}
