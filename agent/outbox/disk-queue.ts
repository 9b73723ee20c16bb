import type { Clock, Logger } from "../../core/sdk/index.ts";
import type { Heartbeat } from "../protocol.ts";
import { countLines, packLine, unpackLines } from "../runtime/gzip.ts";
import type { OwnFile, OwnFolder } from "../runtime/own-folder.ts";

/** A segment has what one request to the hub carries: it is read, sent and deleted as a whole. */
const mostPerSegment = 100;
const mostTextPerSegment = 900_000;
/** More than any heartbeat has; what claims to be longer is damaged. */
const longestText = 8 * 1024 * 1024;
/** After a week nobody misses it, in milliseconds of the agent's running time: the wall clock may step. */
const oldestAge = 7 * 86_400_000;
const segmentNames = /^\d{12}\.gz$/;

/** What a queue works with. */
export interface DiskQueueParts {
  readonly folder: OwnFolder;
  readonly mostBytes: number;
  readonly clock: Clock;
  readonly log: Logger;
}

interface Segment extends OwnFile {
  /** How many heartbeats it has; `null` for one of an earlier process, which was not read yet. */
  readonly count: number | null;
  /** When this process saw it first, monotonic ms. */
  readonly since: number;
}

/**
 * Heartbeats in numbered files, oldest first. A heartbeat is a gzip member that is appended to the newest file; a file whose heartbeats
 * are acknowledged is deleted. So nothing is written twice, and after a crash no more than one file is sent again. Each method but
 * `oldest` and `forget` throws when the disk refuses.
 */
export class DiskQueue {
  readonly #parts: DiskQueueParts;
  #segments: Segment[];
  #nextNumber: number;
  /** Characters in the newest segment, while it may still grow; `null`: the next heartbeat begins another. */
  #openLength: number | null = null;
  /** What is left of the oldest segment, once it was read. */
  #head: readonly Heartbeat[] = [];
  #dropped = 0;

  constructor(parts: DiskQueueParts) {
    this.#parts = parts;
    const since = parts.clock.monotonic();
    this.#segments = parts.folder.list(segmentNames).map((file) => ({ ...file, count: null, since }));
    this.#nextNumber = Number.parseInt(this.#segments.at(-1)?.name ?? "0", 10) + 1;
  }

  get isEmpty(): boolean {
    return this.#segments.length === 0;
  }

  /** How many were given up because the queue was full, or too old. */
  get dropped(): number {
    return this.#dropped;
  }

  add(heartbeat: Heartbeat): void {
    const text = JSON.stringify(heartbeat);
    const member = packLine(text);
    this.#makeRoom(member.length);
    const segment = this.#newest(text.length);
    this.#parts.folder.append(segment, member);
    const [bytes, count] = [segment.bytes + member.length, (segment.count ?? 0) + 1];
    this.#segments = [...this.#segments.filter(({ name }) => name !== segment.name), { ...segment, bytes, count }];
    this.#openLength = (segment.bytes === 0 ? 0 : (this.#openLength ?? 0)) + text.length;
  }

  oldest(limit: number): readonly Heartbeat[] {
    while (this.#head.length === 0 && !this.isEmpty) this.#readOldest();
    return this.#head.slice(0, limit);
  }

  forget(heartbeats: ReadonlySet<Heartbeat>): void {
    if (this.#head.length === 0) return;
    this.#head = this.#head.filter((heartbeat) => !heartbeats.has(heartbeat));
    if (this.#head.length === 0) this.#removeOldest();
  }

  /** The segment for a text of that length: the newest while it has room, else one that is not there yet. */
  #newest(length: number): Segment {
    const newest = this.#segments.at(-1);
    const hasRoom = this.#openLength !== null && this.#openLength + length <= mostTextPerSegment;
    if (newest && hasRoom && (newest.count ?? 0) < mostPerSegment) return newest;
    const name = `${String(this.#nextNumber++).padStart(12, "0")}.gz`;
    return { name, bytes: 0, count: 0, since: this.#parts.clock.monotonic() };
  }

  #readOldest(): void {
    const { folder, log } = this.#parts;
    const [segment] = this.#segments;
    if (!segment) return;
    // What is read is sent as it is now; what comes is for the next one.
    if (this.#segments.length === 1) this.#openLength = null;
    try {
      const found = unpackLines(folder.read(segment.name), longestText).map(readHeartbeat);
      this.#head = found.flatMap((heartbeat) => heartbeat ?? []);
      const damaged = found.length - this.#head.length;
      if (damaged > 0) log.warn("Kept heartbeats are damaged and left out", { file: segment.name, damaged });
      if (this.#head.length === 0) this.#removeOldest();
    } catch (error) {
      log.error("Kept heartbeats cannot be read; the file is left where it is", { file: segment.name, error });
      this.#segments = this.#segments.slice(1);
    }
  }

  /** A file that cannot be deleted is sent again after the next start, and the hub knows its heartbeats by their times. */
  #removeOldest(): void {
    const [segment] = this.#segments;
    this.#segments = this.#segments.slice(1);
    this.#head = [];
    if (this.isEmpty) this.#openLength = null;
    if (segment) this.#remove(segment);
  }

  #remove({ name }: Segment): void {
    try {
      this.#parts.folder.remove(name);
    } catch (error) {
      this.#parts.log.warn("A file of sent heartbeats cannot be deleted", { file: name, error });
    }
  }

  /** Drops the oldest segments until so many more bytes fit. */
  #makeRoom(bytes: number): void {
    const { mostBytes, clock, log } = this.#parts;
    const size = () => this.#segments.reduce((sum, segment) => sum + segment.bytes, bytes);
    const isTooOld = (segment: Segment) => clock.monotonic() - segment.since > oldestAge;
    const before = this.#dropped;
    for (let [oldest] = this.#segments; oldest && (size() > mostBytes || isTooOld(oldest)); [oldest] = this.#segments) {
      this.#dropped += this.#head.length || this.#countOf(oldest);
      this.#removeOldest();
    }
    if (this.#dropped === before) return;
    const details = { dropped: this.#dropped - before, since_start: this.#dropped };
    log.warn("The outbox is full: the oldest heartbeats are dropped", details);
  }

  #countOf({ name, count }: Segment): number {
    try {
      return count ?? countLines(this.#parts.folder.read(name));
    } catch {
      return 0;
    }
  }
}

function readHeartbeat(text: string | null): Heartbeat | null {
  try {
    const value: Partial<Heartbeat> | null = JSON.parse(text ?? "null");
    return value !== null && typeof value.timestamp === "string" ? (value as Heartbeat) : null;
  } catch {
    return null;
  }
}
