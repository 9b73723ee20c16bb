import type { ServerResponse } from "node:http";
import type { Entity } from "../../sdk/index.ts";
import type { Selection } from "../../states/selection.ts";

/** Bytes that may wait for a slow reader before it is dropped; it comes back and gets what it missed. */
const mostWaitingBytes = 1024 * 1024;

/** One page that listens. */
export class LiveClient {
  readonly #response: ServerResponse;
  readonly #selection: Selection;
  /** Throws when the page's session has ended. */
  readonly #authorize: () => void;

  constructor(response: ServerResponse, selection: Selection, authorize: () => void) {
    this.#response = response;
    this.#selection = selection;
    this.#authorize = authorize;
  }

  wants(entity: Entity): boolean {
    return this.#selection(entity);
  }

  /** Sends one event, unless the stream has ended; a reader that is too slow is dropped instead. */
  send(event: string, id: string | undefined, data: string): void {
    if (this.#response.writableEnded) return;
    if (this.#response.writableLength > mostWaitingBytes) {
      this.#response.destroy();
      return;
    }
    this.#response.write(`event: ${event}\n${id === undefined ? "" : `id: ${id}\n`}data: ${data}\n\n`);
  }

  /** Sends a ping, or ends the stream when its session has ended. */
  ping(data: string): void {
    try {
      this.#authorize();
      this.send("ping", undefined, data);
    } catch {
      this.end();
    }
  }

  end(): void {
    this.#response.end();
  }
}
