import type { Heartbeat } from "../protocol.ts";
import { MemoryQueue } from "./memory-queue.ts";
import type { Outbox } from "./outbox.ts";

/** Keeps the newest heartbeats in memory; when full, the oldest one goes. They do not survive the process. */
export class MemoryOutbox implements Outbox {
  readonly #queue: MemoryQueue;

  constructor(capacity: number) {
    this.#queue = new MemoryQueue(capacity);
  }

  get dropped(): number {
    return this.#queue.dropped;
  }

  async add(heartbeat: Heartbeat): Promise<void> {
    this.#queue.add(heartbeat);
  }

  async oldest(limit: number): Promise<readonly Heartbeat[]> {
    return this.#queue.oldest(limit);
  }

  async forget(heartbeats: readonly Heartbeat[]): Promise<void> {
    this.#queue.forget(new Set(heartbeats));
  }

  async keep(): Promise<void> {}
}
