import { exchange } from "./http-exchange.ts";
import { encodeRequest } from "./http-request.ts";
import { nodeModule } from "./node-modules.ts";

const mostBytes = 4 * 1024 * 1024;

/** What a program of the machine answered. */
export interface SocketAnswer {
  readonly status: number;
  readonly body: string;
}

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
  const url = new URL(path, "http://localhost");
  const request = encodeRequest({ method: "GET", url, headers: { Connection: "close" } });
  const connection = nodeModule("node:net").connect(socket);
  try {
    const { status, body } = await exchange(connection, request, { mostBytes, signal });
    return { status, body: Buffer.from(body).toString("utf8") };
  } catch (error) {
    if (error instanceof Error && "code" in error && absent.has(String(error.code))) return null;
    throw error;
  }
}
