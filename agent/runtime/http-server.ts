import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { http } from "./node-http.ts";

/** What a page of the server answers. */
export interface Page {
  readonly status: number;
  /** JSON. */
  readonly body: string;
}

/** Answers every request with the page that `answer` names for its method and path. */
export class HttpServer {
  readonly #server: Server;

  constructor(answer: (method: string, path: string) => Page) {
    this.#server = http.createServer((request, response) => {
      const { status, body } = answer(request.method ?? "", request.url ?? "");
      response.writeHead(status, { "Content-Type": "application/json", Connection: "close" }).end(body);
    });
  }

  /** Resolves with the port. Rejects when it cannot listen; the error has the `code` of listen(2). */
  listen(address: string, port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(port, address, () => resolve((this.#server.address() as AddressInfo).port));
    });
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}
