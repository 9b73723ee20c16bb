import type { Heartbeat } from "./protocol.ts";

/** A heartbeat that waits for the hub. Ids only grow. */
export interface OutboxEntry {
  readonly id: number;
  readonly heartbeat: Heartbeat;
}

/** Keeps heartbeats until the hub has acknowledged them. */
export interface Outbox {
  add(heartbeat: Heartbeat): Promise<void>;
  /** The oldest entries, at most `limit`; none when everything is acknowledged. */
  oldest(limit: number): Promise<readonly OutboxEntry[]>;
  /** Forgets every entry up to and including that id. */
  forgetThrough(id: number): Promise<void>;
}

/** Keeps the newest heartbeats in memory; when full, the oldest one goes. */
export class MemoryOutbox implements Outbox {
  readonly #capacity: number;
  #entries: OutboxEntry[] = [];
  #nextId = 1;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  async add(heartbeat: Heartbeat): Promise<void> {
    this.#entries.push({ id: this.#nextId++, heartbeat });
    if (this.#entries.length > this.#capacity) this.#entries.shift();
  }

  async oldest(limit: number): Promise<readonly OutboxEntry[]> {
    return this.#entries.slice(0, limit);
  }

  async forgetThrough(id: number): Promise<void> {
    this.#entries = this.#entries.filter((entry) => entry.id > id);
  }
}
