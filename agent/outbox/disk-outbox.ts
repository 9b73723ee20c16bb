import type { Clock, Logger } from "../../core/sdk/index.ts";
import type { Heartbeat } from "../protocol.ts";
import { OwnFolder } from "../runtime/own-folder.ts";
import { DiskQueue } from "./disk-queue.ts";
import { MemoryQueue } from "./memory-queue.ts";
import type { Outbox } from "./outbox.ts";

/** Most heartbeats that wait in memory while the disk does not take them. */
const mostInMemory = 500;

/** Where an outbox keeps what waits, and how much. */
export interface DiskOutboxOptions {
  readonly folder: string;
  readonly mostBytes: number;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * Keeps heartbeats on disk while the hub is away. One that is acknowledged at once never gets there: heartbeats wait in memory until
 * `keep` is called, and while older ones wait on disk. What the disk refuses stays in memory, and goes there when it can.
 */
export class DiskOutbox implements Outbox {
  readonly #options: DiskOutboxOptions;
  /** All of it is younger than what is on disk. */
  readonly #memory = new MemoryQueue(mostInMemory);
  #queue: DiskQueue | null = null;
  #isTroubled = false;

  constructor(options: DiskOutboxOptions) {
    this.#options = options;
  }

  get dropped(): number {
    return this.#memory.dropped + (this.#queue?.dropped ?? 0);
  }

  async add(heartbeat: Heartbeat): Promise<void> {
    this.#memory.add(heartbeat);
    if (this.#opened()?.isEmpty === false) this.#moveToDisk();
  }

  async oldest(limit: number): Promise<readonly Heartbeat[]> {
    const kept = this.#opened()?.oldest(limit) ?? [];
    return kept.length > 0 ? kept : this.#memory.oldest(limit);
  }

  async forget(heartbeats: readonly Heartbeat[]): Promise<void> {
    const gone = new Set(heartbeats);
    this.#queue?.forget(gone);
    this.#memory.forget(gone);
  }

  async keep(): Promise<void> {
    this.#moveToDisk();
  }

  #moveToDisk(): void {
    const waiting = this.#memory.oldest(mostInMemory);
    if (waiting.length === 0) return;
    const moved = new Set<Heartbeat>();
    try {
      this.#queue ??= this.#open();
      for (const heartbeat of waiting) {
        this.#queue.add(heartbeat);
        moved.add(heartbeat);
      }
      this.#recovered();
    } catch (error) {
      this.#refused(error);
    }
    this.#memory.forget(moved);
  }

  /** The queue; `null` while the folder cannot be used, which is tried again each time. */
  #opened(): DiskQueue | null {
    try {
      this.#queue ??= this.#open();
    } catch (error) {
      this.#refused(error);
    }
    return this.#queue;
  }

  #open(): DiskQueue {
    const { folder, mostBytes, clock, log } = this.#options;
    return new DiskQueue({ folder: new OwnFolder(folder), mostBytes, clock, log });
  }

  #refused(error: unknown): void {
    const { log, folder } = this.#options;
    const message = "Heartbeats cannot be kept on disk; up to 500 wait in memory, and the agent goes on";
    if (!this.#isTroubled) log.error(message, { folder, reason: reasonOf(error) });
    this.#isTroubled = true;
  }

  #recovered(): void {
    if (this.#isTroubled) this.#options.log.info("Heartbeats are kept on disk again");
    this.#isTroubled = false;
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EROFS: "the file system is read-only",
  EACCES: "the agent's user may not write there",
  EPERM: "the agent's user may not write there",
  ENOTDIR: "there is a file where the folder should be",
};

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const known = code === undefined ? undefined : reasons[code];
  return known === undefined ? String(message) : `${known} (${code})`;
}
