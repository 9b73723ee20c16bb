import type { Heartbeat } from "../protocol.ts";

/** The newest heartbeats, oldest first; when full, the oldest one goes. */
export class MemoryQueue {
  readonly #capacity: number;
  #heartbeats: Heartbeat[] = [];
  #dropped = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** How many had to go for younger ones. */
  get dropped(): number {
    return this.#dropped;
  }

  add(heartbeat: Heartbeat): void {
    this.#heartbeats.push(heartbeat);
    if (this.#heartbeats.length <= this.#capacity) return;
    this.#heartbeats.shift();
    this.#dropped++;
  }

  oldest(limit: number): readonly Heartbeat[] {
    return this.#heartbeats.slice(0, limit);
  }

  forget(heartbeats: ReadonlySet<Heartbeat>): void {
    this.#heartbeats = this.#heartbeats.filter((heartbeat) => !heartbeats.has(heartbeat));
  }
}
