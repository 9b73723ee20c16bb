import type { Socket } from "node:net";
import { type HttpResponse, HttpResponseReader } from "./http-response.ts";

const ignore = () => {};

/** How long an answer may be, and who may give it up. */
export interface ExchangeLimits {
  readonly mostBytes: number;
  readonly signal: AbortSignal;
}

/**
 * Sends a request over a connection and reads the answer. The connection is closed after it, unless it may carry another request.
 * Not by node:http, which takes 3 MB more than the socket below it.
 */
export function exchange(
  socket: Socket,
  request: Uint8Array,
  { mostBytes, signal }: ExchangeLimits,
): Promise<HttpResponse> {
  const reader = new HttpResponseReader(mostBytes);
  return new Promise<HttpResponse>((resolve, reject) => {
    const settle = (answer: HttpResponse | null, error?: unknown) => {
      signal.removeEventListener("abort", abort);
      socket.off("data", take).off("end", end).off("close", end).off("error", fail);
      // A broken connection may say so more than once, and a kept one comes here again.
      socket.off("error", ignore).on("error", ignore);
      if (!answer?.keepsConnection) socket.destroy();
      if (answer) resolve(answer);
      else reject(error);
    };
    const take = (chunk: Uint8Array) => {
      try {
        const answer = reader.read(chunk);
        if (answer) settle(answer);
      } catch (error) {
        settle(null, error);
      }
    };
    const fail = (error: Error) => settle(null, error);
    const end = () => {
      const answer = reader.end();
      if (answer) settle(answer);
      else fail(new Error("the connection was closed"));
    };
    const abort = () => settle(null, signal.reason);
    socket.on("data", take).on("end", end).on("close", end).on("error", fail);
    if (signal.aborted) return abort();
    signal.addEventListener("abort", abort, { once: true });
    socket.write(request);
  });
}
