import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Logger } from "../core/sdk/index.ts";
import { http } from "./node-http.ts";

/** What `GET /agent/identity` answers. */
export interface Identity {
  readonly guid: string;
  readonly server_id: string;
  readonly version: string;
}

/** Tells other programs on this host which machine it is. */
export class IdentityEndpoint {
  #identity: Identity;
  readonly #log: Logger;
  #server: Server | null = null;

  constructor(identity: Identity, log: Logger) {
    this.#identity = identity;
    this.#log = log;
  }

  /** Tells this from now on. */
  update(identity: Identity): void {
    this.#identity = identity;
  }

  /** Resolves with the port, or with `null` when it cannot listen, which the agent survives. */
  start(address: string, port: number): Promise<number | null> {
    const server = http.createServer((request, response) => {
      const isFound = request.method === "GET" && request.url === "/agent/identity";
      response.writeHead(isFound ? 200 : 404, { "Content-Type": "application/json", Connection: "close" });
      response.end(
        isFound
          ? JSON.stringify(this.#identity)
          : '{"detail":{"code":"NOT_FOUND","message":"Only GET /agent/identity is here"}}',
      );
    });
    return new Promise((resolve) => {
      server.on("error", (error: NodeJS.ErrnoException) => {
        const reason = error.code === "EADDRINUSE" ? "another program uses the port" : error.message;
        this.#log.warn(`No identity endpoint on ${address}:${port}; set identity.port or identity.enabled`, { reason });
        resolve(null);
      });
      server.listen(port, address, () => {
        this.#server = server;
        resolve((server.address() as AddressInfo).port);
      });
    });
  }

  stop(): void {
    this.#server?.close();
    this.#server?.closeAllConnections();
  }
}
