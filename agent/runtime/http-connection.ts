import type { Socket } from "node:net";
import { connect, webServerOf } from "./connect.ts";
import { exchange } from "./http-exchange.ts";
import { encodeRequest } from "./http-request.ts";

/** An HTTP response, read to its end. */
export interface HttpAnswer {
  readonly status: number;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

const mostBytes = 4 * 1024 * 1024;

/** One connection to a web server, HTTP or HTTPS, that is kept open between requests. */
export class HttpConnection {
  readonly #url: URL;
  #kept: Socket | null = null;

  constructor(url: URL) {
    this.#url = url;
  }

  /** Posts a body. Once more when the server closed the kept connection at the very moment of the request. */
  async post(body: string, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<HttpAnswer> {
    const request = encodeRequest({ method: "POST", url: this.#url, headers, body });
    const kept = this.#kept;
    if (kept === null || kept.destroyed) return this.#exchange(this.#connect(), request, signal);
    const before = kept.bytesRead;
    return this.#exchange(kept, request, signal).catch((error: unknown) => {
      if (signal.aborted || kept.bytesRead > before) throw error;
      return this.#exchange(this.#connect(), request, signal);
    });
  }

  close(): void {
    this.#kept?.destroy();
  }

  #connect(): Socket {
    const socket = connect(webServerOf(this.#url));
    // A server that gives it up between two requests is no trouble.
    return socket.setNoDelay(true).on("end", () => socket.destroy());
  }

  async #exchange(socket: Socket, request: Uint8Array, signal: AbortSignal): Promise<HttpAnswer> {
    this.#kept = null;
    const { status, headers, body, keepsConnection } = await exchange(socket, request, { mostBytes, signal });
    if (keepsConnection) this.#kept = socket;
    return { status, headers, body: Buffer.from(body).toString("utf8") };
  }
}
