import type { IncomingMessage, RequestListener, Server, ServerResponse } from "node:http";
import type { AddressInfo, Server as NetServer } from "node:net";
import type { ListenAddress } from "../config/listen-address.ts";
import { StartError } from "../errors.ts";
import type { Clock, Undo } from "../sdk/index.ts";
import { type Answer, errorAnswer, send } from "./answer.ts";
import { type AppParts, createApp } from "./app.ts";
import { withoutBasePath } from "./base-path.ts";
import { answerClientError, longestUrl, mostHeaderBytes, urlTooLong } from "./client-error.ts";
import { pauseSender, tooBusy } from "./load-limit.ts";
import { nameRequest, requestIdHeader } from "./request-id.ts";
import { Certificate, type CertificateFiles } from "./tls/certificate.ts";
import { answerPlain, isFromThisMachine, sharePort } from "./tls/shared-port.ts";

/** What the server is made of. */
export interface ServerParts extends AppParts {
  readonly clock: Clock;
  /** `/homelab`, or empty at the root. */
  readonly basePath: string;
  /** `null` serves plain HTTP. */
  readonly tls: CertificateFiles | null;
}

/** Not an import: that would load fetch with its 14 MB, which node:http exports too. */
const { createServer } = process.getBuiltinModule("node:http");

/** Connections that may wait to be taken: after a restart of the hub every agent comes at once. The kernel may allow fewer. */
const waitingConnections = 4096;
/** Milliseconds that running requests have to end when the server stops. */
const stopMilliseconds = 2000;
/** How often the certificate's files are looked at. */
const certificateMilliseconds = 10_000;

/**
 * One HTTP server: hot routes are answered by a front handler, at a quarter of the cost; everything else by Express. With a
 * certificate its port speaks HTTPS.
 */
export class HttpServer {
  readonly #parts: ServerParts;
  readonly #handle: RequestListener;
  #listener: NetServer | undefined;
  #servers: readonly Server[] = [];
  #undoWatch: Undo = () => {};
  readonly #stopping = new AbortController();

  constructor(parts: ServerParts) {
    this.#parts = parts;
    const app = createApp(parts);
    this.#handle = (request, response) => this.#answer(request, response, app);
  }

  /** Starts to listen (port 0: on any free one) and says on which port. Throws `StartError` when the address cannot be had. */
  listen({ host, port }: ListenAddress): Promise<number> {
    const listener = this.#createListener();
    return new Promise((resolve, reject) => {
      listener.once("error", (error: NodeJS.ErrnoException) => reject(listenError(error, host, port)));
      listener.listen({ host, port, backlog: waitingConnections }, () =>
        resolve((listener.address() as AddressInfo).port),
      );
    });
  }

  /** Takes no more requests, gives the running ones a moment and ends the rest. */
  async stop(): Promise<void> {
    this.#undoWatch();
    const listener = this.#listener;
    if (!listener?.listening) return;
    const closed = new Promise((resolve) => listener.close(resolve));
    for (const server of this.#servers) server.close();
    this.#stopping.abort();
    const cancel = this.#parts.clock.after(stopMilliseconds, () => {
      for (const server of this.#servers) server.closeAllConnections();
    });
    await closed;
    cancel();
  }

  #createListener(): NetServer {
    const { tls, log } = this.#parts;
    if (!tls) {
      const server = prepare(createServer({ maxHeaderSize: mostHeaderBytes }, this.#handle));
      this.#servers = [server];
      this.#listener = server;
      return server;
    }
    const certificate = new Certificate(tls, log);
    const https = process.getBuiltinModule("node:https");
    const options = { maxHeaderSize: mostHeaderBytes, ...certificate.load() };
    const secure = prepare(https.createServer(options, this.#handle)) as ReturnType<typeof https.createServer>;
    const plain = prepare(createServer({ maxHeaderSize: mostHeaderBytes }, this.#handlePlain));
    this.#watch(certificate, (pair) => secure.setSecureContext(pair));
    this.#servers = [secure, plain];
    this.#listener = sharePort(secure, plain, this.#stopping.signal);
    return this.#listener;
  }

  #watch(certificate: Certificate, use: (pair: ReturnType<Certificate["load"]>) => void): void {
    this.#undoWatch = this.#parts.clock.after(certificateMilliseconds, () => {
      const renewed = certificate.renewed();
      if (renewed) use(renewed);
      this.#watch(certificate, use);
    });
  }

  #answer(request: IncomingMessage, response: ServerResponse, app: RequestListener): void {
    const requestId = nameRequest(request);
    const named = { [requestIdHeader]: requestId };
    const url = request.url ?? "/";
    if (url.length > longestUrl) return void send(response, tooLongUrl, named);
    request.url = withoutBasePath(url, this.#parts.basePath);
    const answer = this.#parts.routes.runHot(request);
    if (answer) {
      const failed = (error: unknown) => send(response, errorAnswer(error, this.#parts.log, requestId), named);
      const deliver = (good: Answer) => {
        if (good === tooBusy) pauseSender(request, this.#parts.clock);
        send(response, good, named);
      };
      answer.then(deliver).catch(failed);
    } else {
      response.setHeader(requestIdHeader, requestId);
      app(request, response);
    }
  }

  readonly #handlePlain: RequestListener = (request, response) => {
    if (isFromThisMachine(request)) return this.#handle(request, response);
    const requestId = nameRequest(request);
    const named = { [requestIdHeader]: requestId };
    try {
      send(response, answerPlain(request, response), named);
    } catch (error) {
      send(response, errorAnswer(error, this.#parts.log, requestId), named);
    }
  };
}

function prepare(server: Server): Server {
  server.requestTimeout = 30_000;
  server.headersTimeout = 10_000;
  // Agents report every minute: their connections stay open in between.
  server.keepAliveTimeout = 75_000;
  server.on("clientError", answerClientError);
  return server;
}

const tooLongUrl: Answer = {
  status: urlTooLong.status,
  body: { detail: { code: urlTooLong.code, message: urlTooLong.message } },
  headers: { Connection: "close" },
};

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
