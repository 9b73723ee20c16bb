import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from "express";
import proxyAddress from "proxy-addr";
import type { ListenAddress } from "../config/listen-address.ts";
import { PlatformError, StartError } from "../errors.ts";
import type { Clock, Logger } from "../sdk/index.ts";
import { errorAnswer, send } from "./answer.ts";
import type { LiveStream } from "./live/live.ts";
import { apiBase, type Routes } from "./routes.ts";
import { securityHeaders } from "./security-headers.ts";
import { serveDashboard } from "./static.ts";

/** What the server is made of. */
export interface ServerParts {
  readonly routes: Routes;
  readonly live: LiveStream;
  readonly dashboardFolder: string;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Not an import: that would load fetch with its 14 MB, which node:http exports too. */
const { createServer } = process.getBuiltinModule("node:http");

/** Milliseconds that running requests have to end when the server stops. */
const stopMilliseconds = 2000;

/**
 * One HTTP server: hot routes are answered by a front handler, at a quarter of the cost; everything else by Express.
 */
export class HttpServer {
  readonly #parts: ServerParts;
  readonly #server: Server;

  constructor(parts: ServerParts) {
    this.#parts = parts;
    const app = createApp(parts);
    this.#server = createServer((request, response) => this.#answer(request, response, app));
    this.#server.requestTimeout = 30_000;
    this.#server.headersTimeout = 10_000;
    // Agents report every minute: their connections stay open in between.
    this.#server.keepAliveTimeout = 75_000;
  }

  /** Starts to listen (port 0: on any free one) and says on which port. Throws `StartError` when the address cannot be had. */
  listen({ host, port }: ListenAddress): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once("error", (error: NodeJS.ErrnoException) => reject(listenError(error, host, port)));
      this.#server.listen({ host, port }, () => resolve((this.#server.address() as AddressInfo).port));
    });
  }

  /** Takes no more requests, gives the running ones a moment and ends the rest. */
  async stop(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeIdleConnections();
    const cancel = this.#parts.clock.after(stopMilliseconds, () => this.#server.closeAllConnections());
    await closed;
    cancel();
  }

  #answer(request: IncomingMessage, response: ServerResponse, app: Express): void {
    const answer = this.#parts.routes.runHot(request);
    if (!answer) return void app(request, response);
    answer.then((good) => send(response, good)).catch((error) => send(response, errorAnswer(error, this.#parts.log)));
  }
}

/** Tells a client's address, through the proxies that are trusted to forward it. */
export function addressReader(trustedProxies: readonly string[]): (message: IncomingMessage) => string {
  const isTrusted = proxyAddress.compile([...trustedProxies]);
  return (message) => proxyAddress(message, isTrusted)?.replace(/^::ffff:(?=\d+\.)/, "") ?? "unknown";
}

function createApp({ routes, live, dashboardFolder, log }: ServerParts): Express {
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.use(securityHeaders);
  app.get(`${apiBase}/live`, live.middleware);
  app.use(apiBase, routes.middleware);
  app.use("/api", unknownPath);
  app.use(serveDashboard(dashboardFolder));
  app.use(unknownPath);
  app.use(answerErrors(log));
  return app;
}

const unknownPath: RequestHandler = (request) => {
  throw new PlatformError("NOT_FOUND", `There is no ${request.method} ${request.baseUrl}${request.path}`);
};

function answerErrors(log: Logger): ErrorRequestHandler {
  return (error, _request, response, _next) => {
    // Express itself refuses what it cannot decode, such as %E0%A4%A in a path, with a status below 500.
    const status = (error as { status?: unknown }).status;
    const isRefusal = !(error instanceof PlatformError) && typeof status === "number" && status < 500;
    const known = isRefusal ? new PlatformError("BAD_REQUEST", "The request cannot be read", { cause: error }) : error;
    send(response, errorAnswer(known, log));
  };
}

function listenError(error: NodeJS.ErrnoException, host: string, port: number): StartError {
  const address = `${host}:${port}`;
  const reasons: Readonly<Record<string, string>> = {
    EADDRINUSE: `Port ${port} is taken: another program listens on ${address}.`,
    EACCES: `Listening on ${address} is not permitted; ports below 1024 need a privilege.`,
    EADDRNOTAVAIL: `This machine has no address ${host}.`,
  };
  const reason = reasons[error.code ?? ""] ?? `Listening on ${address} failed: ${error.message}.`;
  return new StartError(`${reason}\nStop it, or choose another address in hub.listen or HOMELABCMD_LISTEN.`, {
    cause: error,
  });
}
