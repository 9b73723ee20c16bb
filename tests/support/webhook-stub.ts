import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A request that came. */
export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** What the stub does with a request: it answers, says nothing for ever, or closes the connection. */
export type StubAnswer =
  | { readonly status: number; readonly body?: string; readonly headers?: Readonly<Record<string, string>> }
  | "hang"
  | "drop";

/** A server that takes messages as a test wants it: with the answers given, in their order, and with `usual` after that. */
export class WebhookStub {
  readonly received: ReceivedRequest[] = [];
  readonly answers: StubAnswer[] = [];
  usual: StubAnswer = { status: 200, body: "ok" };
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => void this.#take(request, response));
  }

  static async start(): Promise<WebhookStub> {
    const stub = new WebhookStub();
    await new Promise<void>((resolve) => stub.#server.listen(0, "127.0.0.1", resolve));
    return stub;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The bodies that came, as JSON. */
  messages<Message = Readonly<Record<string, unknown>>>(): Message[] {
    return this.received.map(({ body }) => JSON.parse(body) as Message);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = "", url: path = "", headers } = request;
    this.received.push({ method, path, headers, body: Buffer.concat(chunks).toString("utf8") });
    const answer = this.answers.shift() ?? this.usual;
    if (answer === "drop") return void request.socket.destroy();
    if (answer !== "hang") response.writeHead(answer.status, answer.headers).end(answer.body);
  }
}
