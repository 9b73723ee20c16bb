import type { Agent, RequestOptions } from "node:http";
import { exchange, type HttpAnswer, StaleConnection } from "./http-exchange.ts";
import { http, loadHttps } from "./node-http.ts";

const mostAnswerBytes = 4 * 1024 * 1024;

/** One connection to a web server, HTTP or HTTPS, that is kept open between requests. */
export class HttpConnection {
  readonly #url: URL;
  #agent: Agent | undefined;

  constructor(url: URL) {
    this.#url = url;
  }

  /** Posts a body. Once more when the server closed the kept connection at the very moment of the request. */
  async post(body: string, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<HttpAnswer> {
    const transport = this.#url.protocol === "https:" ? loadHttps() : http;
    this.#agent ??= new transport.Agent({ keepAlive: true, maxSockets: 1 });
    const options: RequestOptions = {
      method: "POST",
      agent: this.#agent,
      signal,
      headers: { ...headers, "Content-Length": Buffer.byteLength(body) },
    };
    const attempt = () => exchange(transport.request(this.#url, options), body, mostAnswerBytes);
    return attempt().catch((error: unknown) => {
      if (error instanceof StaleConnection) return attempt();
      throw error;
    });
  }

  close(): void {
    this.#agent?.destroy();
  }
}
