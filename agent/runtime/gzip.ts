import { nodeModule } from "./node-modules.ts";

/** ID1, ID2, CM, FLG and MTIME of a member without a name and a time (RFC 1952, 2.3): each begins alike, and nothing else so. */
const beginning = Buffer.from([0x1f, 0x8b, 0x08, 0, 0, 0, 0, 0]);

/** A line as a member of a gzip file, with a checksum of its own. Members one after the other are a file that zcat prints. */
export function packLine(line: string): Uint8Array {
  return nodeModule("node:zlib").gzipSync(`${line}\n`);
}

/** The lines of a file of members; `null` stands for one that is torn or damaged, or has more than `mostBytes`. */
export function unpackLines(file: Uint8Array, mostBytes: number): (string | null)[] {
  const members = membersOf(file);
  const whole = unpack(file, mostBytes)?.split("\n").slice(0, -1);
  // One by one takes longer, and is needed only where something is broken.
  return whole?.length === members.length
    ? whole
    : members.map((member) => unpack(member, mostBytes)?.trimEnd() ?? null);
}

/** How many members a file has, whole or not. */
export function countLines(file: Uint8Array): number {
  return membersOf(file).length;
}

function unpack(packed: Uint8Array, mostBytes: number): string | null {
  try {
    return nodeModule("node:zlib").gunzipSync(packed, { maxOutputLength: mostBytes }).toString("utf8");
  } catch {
    return null;
  }
}

function membersOf(file: Uint8Array): Uint8Array[] {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const members: Uint8Array[] = [];
  let start = bytes.indexOf(beginning);
  while (start >= 0) {
    const next = bytes.indexOf(beginning, start + beginning.length);
    members.push(bytes.subarray(start, next < 0 ? undefined : next));
    start = next;
  }
  return members;
}
