/** One stream that a client opened. */
export interface OpenedStream {
  readonly url: string;
  readonly lastEventId: string | null;
  readonly isAborted: boolean;
  /** Sends one event. */
  send(type: string, data: object, id?: string): void;
  /** Ends the stream as a hub that stops would. */
  end(): void;
}

/** A hub that streams what a test says; `fetch` is what a client gets. */
export class FakeStreamHub {
  readonly streams: OpenedStream[] = [];
  /** How the next requests are answered: by a stream, by this status, or not at all. */
  answer: "stream" | "unreachable" | number = "stream";
  requests = 0;

  get last(): OpenedStream {
    const stream = this.streams.at(-1);
    if (!stream) throw new Error("No stream was opened");
    return stream;
  }

  readonly fetch = async (input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    this.requests += 1;
    if (this.answer === "unreachable") throw new TypeError("Failed to fetch");
    if (this.answer !== "stream") return new Response("{}", { status: this.answer });
    return this.#open(String(input), init);
  };

  #open(url: string, init: RequestInit): Response {
    const { signal } = init;
    const encoder = new TextEncoder();
    let writer!: ReadableStreamDefaultController<Uint8Array>;
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        writer = controller;
      },
    });
    signal?.addEventListener("abort", () => writer.error(signal.reason));
    this.streams.push({
      url,
      lastEventId: new Headers(init.headers).get("last-event-id"),
      get isAborted() {
        return signal?.aborted ?? false;
      },
      send(type, data, id) {
        const head = id === undefined ? "" : `id: ${id}\n`;
        writer.enqueue(encoder.encode(`event: ${type}\n${head}data: ${JSON.stringify(data)}\n\n`));
      },
      end: () => writer.close(),
    });
    return new Response(body, { headers: { "content-type": "text/event-stream" } });
  }
}
