import { exchange, type HttpAnswer } from "./http-exchange.ts";
import { http } from "./node-http.ts";

const mostAnswerBytes = 4 * 1024 * 1024;

/** What a program of the machine answered. */
export type SocketAnswer = Pick<HttpAnswer, "status" | "body">;

/** Programs of a machine that answer HTTP on a Unix socket. */
export interface Sockets {
  /**
   * GETs a path from the program that listens on `socket`. Resolves with `null` when nobody listens there or the agent may not
   * ask; rejects when the answer fails or is longer than 4 MiB.
   */
  get(socket: string, path: string, signal: AbortSignal): Promise<SocketAnswer | null>;
}

/** No such socket, not a socket, not for us, nobody listens; connect(2). */
const absent = new Set(["ENOENT", "ENOTSOCK", "EACCES", "EPERM", "ECONNREFUSED", "ENOTDIR"]);

/** `Sockets.get`, by Node. */
export async function getFromSocket(socket: string, path: string, signal: AbortSignal): Promise<SocketAnswer | null> {
  const request = http.request({ socketPath: socket, path, signal, headers: { Host: "localhost" } });
  try {
    return await exchange(request, "", mostAnswerBytes);
  } catch (error) {
    if (error instanceof Error && "code" in error && absent.has(String(error.code))) return null;
    throw error;
  }
}
