import type { IncomingMessage } from "node:http";
import { errorStatus } from "../errors.ts";
import type { Clock } from "../sdk/index.ts";
import type { Answer } from "./answer.ts";

/** Most requests that wait for their answer at a time: what the hub takes in a tenth of a second. */
const mostRequests = 1000;
/** Most bytes that their bodies have together. */
const mostBytes = 64 * 1024 * 1024;

/** For how long nothing is read from who was refused, in milliseconds; less than he is asked to wait. */
const pauseMilliseconds = 1000;

const code = "UNAVAILABLE";
const message = "The hub has more to do than it can; send it again later";

/** The answer to what is too much. It is made once, since it is needed when there is no time. */
export const tooBusy: Answer = {
  status: errorStatus[code],
  headers: { "Retry-After": "5" },
  text: JSON.stringify({ detail: { code, message } }),
};

/**
 * Bounds what hot routes work on at a time. More would not be done sooner, only cost memory and time of all; so it is refused before
 * its body is read.
 */
export class LoadLimit {
  #requests = 0;
  #bytes = 0;

  /** Begins a request and returns its end; `undefined` when it is too much. `maxBytes` counts for a body of unknown length. */
  begin(request: IncomingMessage, maxBytes: number): (() => void) | undefined {
    const bytes = Math.min(maxBytes, Number(request.headers["content-length"] ?? maxBytes));
    const isFull = this.#requests >= mostRequests || this.#bytes + bytes > mostBytes;
    if (isFull) return undefined;
    this.#requests++;
    this.#bytes += bytes;
    return () => {
      this.#requests--;
      this.#bytes -= bytes;
    };
  }
}

/**
 * Reads nothing more from a refused request's connection for a moment. Who waits as he is asked does not notice; who does not would
 * take the time that the others need, since a refusal costs a third of a heartbeat.
 */
export function pauseSender(request: IncomingMessage, clock: Clock): void {
  const { socket } = request;
  // Not before the rest of its body is thrown away.
  request.once("close", () => {
    socket.pause();
    const undo = clock.after(pauseMilliseconds, () => {
      socket.off("close", undo);
      socket.resume();
    });
    socket.once("close", undo);
  });
}
