import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Heartbeat } from "../../agent/protocol.ts";

/** A request that reached the hub. */
export interface HubRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly heartbeats: readonly Heartbeat[];
}

/** What the hub is to answer. */
export interface HubReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A real HTTP server in the hub's place. It acknowledges everything unless a test says otherwise. */
export class TestHub {
  readonly requests: HubRequest[] = [];
  /** Replies to give before it acknowledges again. */
  readonly replies: HubReply[] = [];
  intervalSeconds = 60;
  readonly #server: Server;
  #isHeld = false;
  #isDropping = false;
  #arrivals: ((request: HubRequest) => void)[] = [];

  constructor() {
    this.#server = createServer(async (message, response) => {
      const request = await readRequest(message);
      if (this.#isDropping) {
        this.#isDropping = false;
        message.socket.destroy();
        return;
      }
      const { status, headers, body } = this.replies.shift() ?? this.#acknowledge(request);
      this.requests.push(request);
      if (!this.#isHeld) response.writeHead(status, { "Content-Type": "application/json", ...headers }).end(body);
      this.#arrivals.shift()?.(request);
    });
  }

  /** Resolves with its URL. */
  async start(port = 0): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(port, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  /** Takes requests from now on without ever answering. */
  hold(): void {
    this.#isHeld = true;
  }

  /** Closes the connection on the next request, as a hub does that had just given the connection up. */
  dropNext(): void {
    this.#isDropping = true;
  }

  /** The next request to arrive. */
  next(): Promise<HubRequest> {
    return new Promise((resolve) => this.#arrivals.push(resolve));
  }

  #acknowledge({ heartbeats }: HubRequest): HubReply {
    const answer = {
      status: "ok",
      received: true,
      server_time: "2026-01-15T12:00:00.000Z",
      server_registered: false,
      server_id: "nas",
      config: { heartbeat_interval_seconds: this.intervalSeconds },
    };
    const answers = heartbeats.map(() => answer);
    return { status: 200, body: JSON.stringify(answers.length === 1 ? answer : answers) };
  }
}

async function readRequest(message: IncomingMessage): Promise<HubRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  const body: Heartbeat | Heartbeat[] = JSON.parse(Buffer.concat(chunks).toString("utf8"));
  return { path: message.url ?? "", headers: message.headers, heartbeats: Array.isArray(body) ? body : [body] };
}
