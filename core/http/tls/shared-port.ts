import type { Server as HttpServer, IncomingMessage, ServerResponse } from "node:http";
import net from "node:net";
import { PlatformError } from "../../errors.ts";
import type { Answer } from "../answer.ts";

/** First byte of a TLS handshake (RFC 8446, 5.1: content type 22). HTTP begins with a letter. */
const handshake = 22;
/** A connection that says nothing for so long ends; milliseconds. */
const silenceMilliseconds = 10_000;

/**
 * One port for both: the first byte tells who of the two takes a connection. So a browser that was sent to http:// finds its
 * way, and the programs of this machine need no certificate for 127.0.0.1. `signal` ends the connections that have said nothing.
 */
export function sharePort(secure: HttpServer, plain: HttpServer, signal: AbortSignal): net.Server {
  const silent = new Set<net.Socket>();
  signal.addEventListener("abort", () => silent.forEach((socket) => void socket.destroy()));
  // Starts their watch over slow senders, which Node begins when a server itself listens.
  for (const server of [secure, plain]) server.emit("listening");
  return net.createServer((socket) => {
    const drop = () => void socket.destroy();
    silent.add(socket);
    socket.once("error", drop);
    socket.once("close", () => silent.delete(socket));
    socket.setTimeout(silenceMilliseconds, drop);
    socket.once("data", (first) => {
      silent.delete(socket);
      socket.off("error", drop);
      socket.setTimeout(0);
      socket.off("timeout", drop);
      socket.pause();
      socket.unshift(first);
      (first[0] === handshake ? secure : plain).emit("connection", socket);
      process.nextTick(() => socket.resume());
    });
  });
}

/** Whether a request came from a program of this machine. */
export function isFromThisMachine({ socket }: IncomingMessage): boolean {
  const { remoteAddress, localAddress } = socket;
  if (remoteAddress === undefined) return false;
  // Also by its own address in the network, when the hub listens at that one only.
  return remoteAddress === localAddress || /^(::ffff:)?127\.|^::1$/.test(remoteAddress);
}

/** Shows a browser the way to https://. Throws `BAD_REQUEST` for the API: a key that came in the clear must not go unnoticed. */
export function answerPlain(request: IncomingMessage, response: ServerResponse): Answer {
  const url = `https://${request.headers.host ?? "localhost"}${request.url}`;
  if (request.url?.includes("/api/")) {
    throw new PlatformError(
      "BAD_REQUEST",
      "This hub speaks HTTPS; use https:// and replace the key, which was sent in the clear",
    );
  }
  response.setHeader("Connection", "close");
  return { status: 308, headers: { Location: url } };
}
