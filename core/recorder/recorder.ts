import { messageOf, PlatformError } from "../errors.ts";
import type { Logger } from "../sdk/index.ts";
import type { Database } from "../storage/database.ts";
import { Batch } from "./batch.ts";
import { type Change, changesStatement } from "./changes.ts";
import { encodeJournal } from "./codec/index.ts";
import { Tail } from "./tail.ts";

/** Most readings that wait for the disk; beyond that, whoever waits for a commit is told to come back later. */
const mostWaiting = 200_000;
const mostChangesWaiting = 20_000;
/** Most readings in memory; they are 16 bytes each. Reached only when they cannot be packed for long. */
const mostInMemory = 4_000_000;
/** Beyond the year 2200 a moment is a mistake. */
const endOfTime = 7_258_118_400_000;

const insertJournal = "INSERT INTO sample_journal (data) VALUES ($data)";

/** What is packed now: these readings, of which the journal up to this row is the copy on disk. */
export interface Sealing {
  readonly tail: Tail;
  readonly upTo: number;
}

/**
 * Takes in readings. Group commit: whoever waits for a commit starts one at once, and what arrives during it goes into the next; so
 * latency is one commit and throughput grows with load. A commit is one row in the journal; until they are packed, readings are also in
 * memory.
 */
export class Recorder {
  readonly #database: Database;
  readonly #log: Logger;
  #batch = new Batch();
  /** The last batch that was written, whose room is used again. */
  #spare = new Batch();
  #changes: Change[] = [];
  #tail = new Tail();
  #sealing: Sealing | undefined;
  #committing: Promise<void> | undefined;
  #next: Promise<void> | undefined;
  #isFailing = false;
  /** A reading could not be kept since the last commit. */
  #isFull = false;

  constructor(database: Database, log: Logger) {
    this.#database = database;
    this.#log = log;
  }

  /** The readings in memory, those that came first ahead. Take them before you read the disk: they go there, not back. */
  get tails(): readonly Tail[] {
    return this.#sealing ? [this.#sealing.tail, this.#tail] : [this.#tail];
  }

  /** How many readings wait to be packed. */
  get size(): number {
    return this.tails.reduce((sum, { size }) => sum + size, 0);
  }

  /** Adds a reading; `at` in Unix milliseconds. No number and no moment are left out. Without room it is dropped, and nobody's wait ends well. */
  record(seriesId: number, at: number, value: number): void {
    const moment = Math.round(at);
    if (!Number.isFinite(value) || !(moment >= 0 && moment < endOfTime)) return;
    if (this.#batch.length >= mostWaiting || this.#tail.size >= mostInMemory) {
      this.#isFull = true;
      return;
    }
    this.#batch.add(seriesId, moment, value);
    this.#tail.add(seriesId, moment, value);
  }

  /** Adds what an entity that is no number became. */
  recordChange(change: Change): void {
    if (this.#changes.length >= mostChangesWaiting) this.#isFull = true;
    else this.#changes.push({ ...change, at: Math.round(change.at) });
  }

  /** Puts back a reading that the journal has. */
  restore(seriesId: number, at: number, value: number): void {
    this.#tail.add(seriesId, at, value);
  }

  /** Resolves once everything recorded so far is on disk. Throws `UNAVAILABLE` when it cannot be written. */
  committed(): Promise<void> {
    if (!this.#committing) {
      this.#committing = this.#commit().finally(() => {
        this.#committing = undefined;
      });
      return this.#committing;
    }
    this.#next ??= this.#committing
      .catch(() => {})
      .then(() => {
        this.#next = undefined;
        return this.committed();
      });
    return this.#next;
  }

  /** Lays aside what is in memory, to be packed; what comes now is kept apart. The same again until `endSealing`. */
  async beginSealing(): Promise<Sealing> {
    if (this.#sealing) return this.#sealing;
    const rows = await this.#database.select<{ last: number | null }>("SELECT max(id) AS last FROM sample_journal");
    // From here without a pause: all that the journal has up to this row is in memory by now.
    this.#sealing = { tail: this.#tail, upTo: rows[0]?.last ?? 0 };
    this.#tail = new Tail();
    return this.#sealing;
  }

  /** Forgets what was laid aside: it is packed. */
  endSealing(): void {
    this.#sealing = undefined;
  }

  /** Forgets what is in memory of a series. */
  drop(seriesId: number): void {
    for (const tail of this.tails) tail.drop(seriesId);
  }

  async #commit(): Promise<void> {
    const [batch, changes] = [this.#batch, this.#changes];
    if (batch.length === 0 && changes.length === 0) return;
    this.#batch = this.#spare;
    this.#changes = [];
    try {
      await this.#write(batch, changes);
      batch.clear();
      this.#spare = batch;
    } catch (error) {
      batch.append(this.#batch);
      this.#batch.clear();
      this.#spare = this.#batch;
      this.#batch = batch;
      this.#changes = [...changes, ...this.#changes];
      throw this.#refusal(error);
    }
    if (this.#isFailing) this.#log.info("Readings are being stored again");
    this.#isFailing = false;
    if (!this.#isFull) return;
    this.#isFull = false;
    throw this.#refusal(new Error("more came in than the hub can hold"));
  }

  async #write(batch: Batch, changes: readonly Change[]): Promise<void> {
    const journal = { sql: insertJournal, binding: { data: encodeJournal(batch) } };
    if (changes.length === 0) return this.#database.run(journal.sql, journal.binding);
    const statements = batch.length === 0 ? [] : [journal];
    await this.#database.runAll([...statements, changesStatement(changes)]);
  }

  #refusal(cause: unknown): PlatformError {
    if (!this.#isFailing) this.#log.error(`Readings cannot be stored: ${messageOf(cause)}. They wait in memory`);
    this.#isFailing = true;
    const message = "The hub cannot store readings now; send them again later";
    return new PlatformError("UNAVAILABLE", message, { retryAfterSeconds: 10, cause });
  }
}
