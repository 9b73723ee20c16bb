import { matchesFilter } from "../topics.ts";

/** Most topics of which the broker keeps the last message, and the longest of these, in bytes. */
const mostTopics = 10_000;
const longestPayload = 16 * 1024;

/** What the embedded broker has retained, within limits: a copy for the hub itself, which subscribes without being a client. */
export class Retained {
  readonly #payloads = new Map<string, Uint8Array>();

  /** Takes a message that is to be retained; false when there is no room for it. An empty one removes what was there. */
  keep(topic: string, payload: Uint8Array): boolean {
    if (payload.length === 0) {
      this.#payloads.delete(topic);
      return true;
    }
    const isFull = this.#payloads.size >= mostTopics && !this.#payloads.has(topic);
    if (isFull || payload.length > longestPayload) return false;
    // A copy: the other is a piece of what the socket brought.
    this.#payloads.set(topic, Uint8Array.from(payload));
    return true;
  }

  /** What is retained of a filter's topics. */
  *of(filter: string): Generator<{ readonly topic: string; readonly payload: Uint8Array }> {
    for (const [topic, payload] of this.#payloads) if (matchesFilter(filter, topic)) yield { topic, payload };
  }
}
