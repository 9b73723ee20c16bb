import type { Logger } from "../core/sdk/index.ts";
import { HttpServer, type Page, type Question } from "./runtime/http-server.ts";

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
    const server = new HttpServer((question) => this.#answer(question, isLoopback(address)));
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

  #answer({ method, path, host }: Question, isForThisHostOnly: boolean): Page {
    if (isForThisHostOnly && !isLoopback(host)) return refusal(403, "FORBIDDEN", "Ask for localhost");
    if (method !== "GET" || path !== "/agent/identity")
      return refusal(404, "NOT_FOUND", "Only GET /agent/identity is here");
    return { status: 200, body: JSON.stringify(this.#identity) };
  }
}

/** A name that means this host alone. A web page's own name may be made to lead here too (DNS rebinding), so it is asked for. */
function isLoopback(name: string): boolean {
  return /^(localhost|127(\.\d+){3}|\[?::1\]?|)$/i.test(name);
}

function refusal(status: number, code: string, message: string): Page {
  return { status, body: JSON.stringify({ detail: { code, message } }) };
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EADDRINUSE";
}
