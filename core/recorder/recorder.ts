import { messageOf, PlatformError } from "../errors.ts";
import type { Clock, Logger } from "../sdk/index.ts";
import type { Database } from "../storage/database.ts";

/** Most samples that wait for the disk; beyond that, whoever waits for a commit is told to come back later. */
const maxWaiting = 200_000;

/** The batch travels as one JSON parameter, so the work is done on the driver's thread. The first reading of a moment stays. */
const insertSamples = `INSERT OR IGNORE INTO sample (series_id, at, value)
  SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]') FROM json_each($batch)`;

/**
 * Keeps numeric readings. Group commit: whoever waits for a commit starts one at once, and what arrives during it goes into
 * the next; so latency is one commit and throughput grows with load.
 */
export class Recorder {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #log: Logger;
  #batch: [seriesId: number, at: number, value: number][] = [];
  #committing: Promise<void> | undefined;
  #next: Promise<void> | undefined;
  #failing = false;

  constructor(database: Database, clock: Clock, log: Logger) {
    this.#database = database;
    this.#clock = clock;
    this.#log = log;
  }

  /** Adds a sample; `at` in Unix milliseconds. Dropped when the disk has not kept up for long. */
  record(seriesId: number, at: number, value: number): void {
    if (this.#batch.length < maxWaiting && Number.isFinite(value)) this.#batch.push([seriesId, Math.round(at), value]);
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

  /** Deletes samples older than so many days, a slice at a time so that no reader waits; ends early when `signal` aborts. */
  async prune(keepDays: number, signal: AbortSignal): Promise<void> {
    const before = this.#clock.now() - keepDays * 86_400_000;
    const series = await this.#database.select<{ id: number }>("SELECT series_id AS id FROM entity");
    for (const { id } of series) {
      if (signal.aborted) return;
      await this.#database.run("DELETE FROM sample WHERE series_id = $id AND at < $before", { id, before });
    }
  }

  async #commit(): Promise<void> {
    if (this.#batch.length === 0) return;
    const batch = this.#batch;
    this.#batch = [];
    try {
      await this.#database.run(insertSamples, { batch: JSON.stringify(batch) });
      if (this.#failing) this.#log.info("Readings are being stored again");
      this.#failing = false;
    } catch (error) {
      this.#batch = batch.concat(this.#batch).slice(0, maxWaiting);
      if (!this.#failing) this.#log.error(`Readings cannot be stored: ${messageOf(error)}. They wait in memory`);
      this.#failing = true;
      throw new PlatformError("UNAVAILABLE", "The hub cannot store readings now; send them again later", {
        retryAfterSeconds: 10,
        cause: error,
      });
    }
  }
}
