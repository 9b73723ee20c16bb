import http, { type IncomingMessage } from "node:http";

/** One Server-Sent Event. The data of every event of the hub is JSON. */
export interface StreamEvent {
  readonly event: string;
  readonly id: string | undefined;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What a test listens to, and with which headers. */
export interface StreamRequest {
  readonly port: number;
  /** Below `/api/v1/live`, with its question mark. */
  readonly query?: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A page's end of the live stream. */
export class EventStream {
  readonly response: IncomingMessage;
  /** Everything that came, in its order. */
  readonly events: StreamEvent[] = [];
  readonly #request: http.ClientRequest;
  #buffer = "";
  #wake = () => {};

  private constructor(request: http.ClientRequest, response: IncomingMessage) {
    this.#request = request;
    this.response = response;
    // Dropped by the hub: the test sees it in `closed`.
    request.on("error", () => {});
    response.on("error", () => {});
    response.on("data", (chunk: Buffer) => this.#take(chunk.toString("utf8")));
    response.on("close", () => this.#wake());
  }

  /** Resolves once the hub has answered. */
  static open({ port, query = "", headers }: StreamRequest): Promise<EventStream> {
    return new Promise((resolve, reject) => {
      const request = http.get({ host: "127.0.0.1", port, path: `/api/v1/live${query}`, headers, agent: false });
      request.once("error", reject);
      request.once("response", (response) => resolve(new EventStream(request, response)));
    });
  }

  /** The event of that number, counted from 0, once it is there. */
  async event(number: number): Promise<StreamEvent> {
    for (;;) {
      const event = this.events[number];
      if (event) return event;
      if (this.response.destroyed) throw new Error(`The stream ended after ${this.events.length} events`);
      await this.#news();
    }
  }

  /** Resolves when the hub has ended or dropped the stream. */
  async closed(): Promise<void> {
    while (!this.response.destroyed) await this.#news();
  }

  close(): void {
    this.#request.destroy();
  }

  #news(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  #take(text: string): void {
    const blocks = (this.#buffer + text).split("\n\n");
    this.#buffer = blocks.pop() ?? "";
    for (const block of blocks) this.events.push(parseEvent(block));
    this.#wake();
  }
}

function parseEvent(block: string): StreamEvent {
  const fields = new Map(
    block.split("\n").map((line) => {
      const colon = line.indexOf(": ");
      return [line.slice(0, colon), line.slice(colon + 2)] as const;
    }),
  );
  return { event: fields.get("event") ?? "message", id: fields.get("id"), data: JSON.parse(fields.get("data") ?? "") };
}
