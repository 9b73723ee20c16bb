import type { Logger } from "../core/sdk/index.ts";
import { HttpServer } from "./runtime/http-server.ts";

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
  #server: HttpServer | null = null;

  constructor(identity: Identity, log: Logger) {
    this.#identity = identity;
    this.#log = log;
  }

  /** Tells this from now on. */
  update(identity: Identity): void {
    this.#identity = identity;
  }

  /** Resolves with the port, or with `null` when it cannot listen, which the agent survives. */
  async start(address: string, port: number): Promise<number | null> {
    const server = new HttpServer((method, path) =>
      method === "GET" && path === "/agent/identity"
        ? { status: 200, body: JSON.stringify(this.#identity) }
        : { status: 404, body: '{"detail":{"code":"NOT_FOUND","message":"Only GET /agent/identity is here"}}' },
    );
    try {
      const listening = await server.listen(address, port);
      this.#server = server;
      return listening;
    } catch (error) {
      const reason = isTaken(error) ? "another program uses the port" : String(error);
      this.#log.warn(`No identity endpoint on ${address}:${port}; set identity.port or identity.enabled`, { reason });
      return null;
    }
  }

  stop(): void {
    this.#server?.close();
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EADDRINUSE";
}
