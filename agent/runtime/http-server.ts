import type { AddressInfo, Server, Socket } from "node:net";
import { nodeModule } from "./node-modules.ts";

/** What a program asks. */
export interface Question {
  readonly method: string;
  readonly path: string;
  /** The name that it knows the server by, without the port; empty when it says none. */
  readonly host: string;
}

/** What a page of the server answers. */
export interface Page {
  readonly status: number;
  /** JSON. */
  readonly body: string;
}

const longestHead = 16 * 1024;
const patienceMilliseconds = 5_000;
const mostConnections = 32;

/** Answers every request with the page that `answer` names for it, and closes the connection (RFC 9112). */
export class HttpServer {
  readonly #answer: (question: Question) => Page;
  readonly #server: Server;
  readonly #connections = new Set<Socket>();

  constructor(answer: (question: Question) => Page) {
    this.#answer = answer;
    this.#server = nodeModule("node:net").createServer((connection) => this.#serve(connection));
    this.#server.maxConnections = mostConnections;
  }

  /** Resolves with the port. Rejects when it cannot listen; the error has the `code` of listen(2). */
  listen(address: string, port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      // Not once: an error after that, such as of a machine without free file handles, must not end the agent.
      this.#server.on("error", reject);
      this.#server.listen(port, address, () => resolve((this.#server.address() as AddressInfo).port));
    });
  }

  close(): void {
    this.#server.close();
    for (const connection of this.#connections) connection.destroy();
  }

  #serve(connection: Socket): void {
    this.#connections.add(connection);
    // From the first byte to the last: who sends one now and then must not keep a place for hours.
    const timer = setTimeout(() => connection.destroy(), patienceMilliseconds);
    connection.on("error", () => connection.destroy());
    connection.on("close", () => {
      clearTimeout(timer);
      this.#connections.delete(connection);
    });
    let head = "";
    connection.on("data", (chunk: Buffer) => {
      head += chunk.toString("latin1");
      if (head.length > longestHead) connection.destroy();
      else if (head.includes("\r\n\r\n")) connection.removeAllListeners("data").resume().end(this.#responseTo(head));
    });
  }

  #responseTo(head: string): string {
    const [, method = "", path = ""] = /^([A-Z]+) (\S+) HTTP\/1\.[01]\r\n/.exec(head) ?? [];
    const [, host = ""] = /^Host:[ \t]*(\[[^\]]*\]|[^\s:]*)/im.exec(head) ?? [];
    const { status, body } = this.#answer({ method, path, host });
    const lines = [
      `HTTP/1.1 ${status} `,
      "Content-Type: application/json",
      `Content-Length: ${Buffer.byteLength(body)}`,
      "Connection: close",
    ];
    return `${lines.join("\r\n")}\r\n\r\n${method === "HEAD" ? "" : body}`;
  }
}
