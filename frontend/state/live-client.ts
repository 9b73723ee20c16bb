import type { Clock, Undo } from "../../core/sdk/index.ts";
import { apiBase } from "./api-client.ts";
import { backOffMilliseconds } from "./back-off.ts";
import { EventStreamParser, type ServerEvent } from "./event-stream.ts";
import { type LiveEvent, liveEventTypes } from "./wire.ts";

/** The hub pings every 15 s, so a stream that is silent for this long is dead. */
const silenceMilliseconds = 40_000;
/** A hub that accepts a connection answers at once. */
const answerMilliseconds = 10_000;

/** How the live stream is doing. `since` is when the hub was last heard, in Unix milliseconds. */
export type ConnectionStatus =
  | { readonly kind: "connecting" }
  | { readonly kind: "live" }
  | { readonly kind: "lost"; readonly since: number };

/** What the live client is made of. */
export interface LiveClientOptions {
  readonly fetch: typeof fetch;
  readonly clock: Pick<Clock, "now" | "after">;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Gets each event with the patterns that its stream was opened for. */
  readonly onEvent: (event: LiveEvent, patterns: readonly string[]) => void;
  /** Called each time that the stream was opened: named events are not kept for those who were away. */
  readonly onOpened: () => void;
  readonly onStatus: (status: ConnectionStatus) => void;
  readonly onUnauthorized: () => void;
}

/**
 * Keeps the page's one live stream open: reconnects by itself with growing waits, resumes after the last event it got,
 * and takes a silent stream for a dead one.
 */
export class LiveClient {
  readonly #options: LiveClientOptions;
  #patterns: readonly string[] = [];
  #eventNames: readonly string[] = [];
  #attempt: AbortController | undefined;
  #lastEventId: string | null = null;
  #lastHeard = 0;
  #failures = 0;
  #cancelTimer: Undo = () => {};

  constructor(options: LiveClientOptions) {
    this.#options = options;
  }

  /** Opens the stream for these patterns and named events, or opens it anew when it was open for others. */
  open(patterns: readonly string[], eventNames: readonly string[] = []): void {
    const isSame = patterns.join() === this.#patterns.join() && eventNames.join() === this.#eventNames.join();
    if (this.#attempt && isSame) return;
    this.#patterns = patterns;
    this.#eventNames = eventNames;
    this.#lastEventId = null;
    if (this.#failures === 0) this.#options.onStatus({ kind: "connecting" });
    void this.#connect();
  }

  close(): void {
    this.#cancelTimer();
    this.#attempt?.abort();
    this.#attempt = undefined;
    this.#lastEventId = null;
    this.#failures = 0;
  }

  /** Tries again now instead of when the wait is over. Does nothing unless the connection is lost. */
  retry(): void {
    if (this.#failures > 0) void this.#connect();
  }

  async #connect(): Promise<void> {
    this.#cancelTimer();
    this.#attempt?.abort();
    const attempt = new AbortController();
    this.#attempt = attempt;
    this.#expectNews(answerMilliseconds);
    try {
      const response = await this.#request(attempt.signal);
      if (response.status === 401) return this.#unauthorized(attempt);
      if (isEventStream(response)) await this.#read(response.body, attempt);
    } catch {
      // A refused connection, a reset and an abort all end here, and all mean the same: the stream is gone.
    }
    if (this.#attempt === attempt) this.#failed();
  }

  #request(signal: AbortSignal): Promise<Response> {
    const wanted = { states: this.#patterns, events: this.#eventNames };
    const parameters = Object.entries(wanted)
      .filter(([, names]) => names.length > 0)
      .map(([parameter, names]) => `${parameter}=${names.map(encodeURIComponent).join(",")}`);
    const query = parameters.length > 0 ? `?${parameters.join("&")}` : "";
    const resume: Record<string, string> = this.#lastEventId ? { "last-event-id": this.#lastEventId } : {};
    const headers = { accept: "text/event-stream", ...resume };
    return this.#options.fetch(`${apiBase}/live${query}`, { headers, signal, cache: "no-store" });
  }

  async #read(body: ReadableStream<Uint8Array<ArrayBuffer>>, attempt: AbortController): Promise<void> {
    this.#heard();
    this.#options.onOpened();
    const parser = new EventStreamParser();
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done || this.#attempt !== attempt) return;
      this.#heard();
      for (const event of parser.push(value)) this.#receive(event);
    }
  }

  #receive(event: ServerEvent): void {
    if (!liveEventTypes.has(event.type)) return;
    if (event.id) this.#lastEventId = event.id;
    this.#options.onEvent({ ...JSON.parse(event.data), type: event.type } as LiveEvent, this.#patterns);
  }

  #heard(): void {
    this.#failures = 0;
    this.#lastHeard = this.#options.clock.now();
    this.#expectNews(silenceMilliseconds);
    this.#options.onStatus({ kind: "live" });
  }

  #expectNews(withinMilliseconds: number): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#options.clock.after(withinMilliseconds, () => this.#attempt?.abort());
  }

  /** The first failure is retried quietly: a hub that restarts or a phone that wakes is back in a moment. */
  #failed(): void {
    this.#failures += 1;
    if (this.#failures > 1) this.#options.onStatus({ kind: "lost", since: this.#lastHeard });
    const wait = backOffMilliseconds(this.#failures, this.#options.random());
    this.#cancelTimer();
    this.#cancelTimer = this.#options.clock.after(wait, () => void this.#connect());
  }

  #unauthorized(attempt: AbortController): void {
    if (this.#attempt !== attempt) return;
    this.close();
    this.#options.onUnauthorized();
  }
}

/** A proxy between may answer with a page of its own. */
function isEventStream(response: Response): response is Response & { readonly body: NonNullable<Response["body"]> } {
  const type = response.headers.get("content-type") ?? "";
  return response.ok && response.body !== null && type.startsWith("text/event-stream");
}
