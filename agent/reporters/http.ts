import type { Agent, ClientRequest, RequestOptions } from "node:http";
import type { Clock } from "../../core/sdk/index.ts";
import { http, loadHttps } from "../node-http.ts";
import type { Heartbeat } from "../protocol.ts";
import { type HttpAnswer, interpretAnswer } from "./http-answer.ts";
import type { Reporter, SendOutcome } from "./reporter.ts";

const timeoutMilliseconds = 10_000;
const longestAnswerBytes = 4 * 1024 * 1024;

/** How to reach the hub. */
export interface HttpReporterOptions {
  /** May have a path, when the hub is behind a proxy. */
  readonly hubUrl: string;
  readonly token: string;
  readonly clock: Clock;
}

/** Reports over HTTP or HTTPS on one connection that is kept open. */
export class HttpReporter implements Reporter {
  readonly target: string;
  readonly #options: HttpReporterOptions;
  readonly #url: URL;
  #connection: Agent | undefined;

  constructor(options: HttpReporterOptions) {
    this.#options = options;
    this.#url = new URL(`${options.hubUrl.replace(/\/+$/, "")}/api/v1/agents/heartbeat`);
    this.target = options.hubUrl;
  }

  async send(heartbeats: readonly Heartbeat[], signal: AbortSignal): Promise<SendOutcome> {
    const { clock } = this.#options;
    const sentAt = new Date(clock.now()).toISOString();
    const stamped = heartbeats.map((heartbeat) => ({ ...heartbeat, sent_at: sentAt }));
    const body = JSON.stringify(stamped.length === 1 ? stamped[0] : stamped);
    const deadline = clock.deadline(timeoutMilliseconds, signal);
    try {
      const guid = heartbeats[0]?.server_guid ?? null;
      return interpretAnswer(await this.#post(body, guid, deadline), heartbeats.length, clock.now());
    } catch (error) {
      const reason = deadline.aborted ? `no answer within ${timeoutMilliseconds / 1000} s` : reasonOf(error);
      return { kind: "unavailable", reason, retryAfterSeconds: null };
    }
  }

  close(): void {
    this.#connection?.destroy();
  }

  /** Once more when the hub closed the kept connection at the very moment of the request. */
  async #post(body: string, guid: string | null, signal: AbortSignal): Promise<HttpAnswer> {
    const transport = this.#url.protocol === "https:" ? loadHttps() : http;
    this.#connection ??= new transport.Agent({ keepAlive: true, maxSockets: 1 });
    const options: RequestOptions = {
      method: "POST",
      agent: this.#connection,
      signal,
      headers: this.#headers(body, guid),
    };
    const attempt = () => exchange(transport.request(this.#url, options), body);
    return attempt().catch((error: unknown) => {
      if (error instanceof StaleConnection) return attempt();
      throw error;
    });
  }

  #headers(body: string, guid: string | null): Record<string, string | number> {
    return {
      "Content-Type": "application/json",
      "Content-Length": Buffer.byteLength(body),
      "X-Agent-Token": this.#options.token,
      ...(guid === null ? {} : { "X-Server-GUID": guid }),
    };
  }
}

/** The hub had closed a kept connection before it saw the request. */
class StaleConnection extends Error {}

function exchange(request: ClientRequest, body: string): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    request.on("error", (error: NodeJS.ErrnoException) => {
      const isStale = request.reusedSocket && error.code === "ECONNRESET";
      reject(isStale ? new StaleConnection(error.message, { cause: error }) : error);
    });
    request.on("response", (response) => {
      const chunks: Buffer[] = [];
      let length = 0;
      response.on("data", (chunk: Buffer) => {
        length += chunk.length;
        chunks.push(chunk);
        if (length > longestAnswerBytes) response.destroy(new Error("the answer is too long to be the hub's"));
      });
      response.on("error", reject);
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString("utf8"),
        }),
      );
    });
    request.end(body);
  });
}

/** The code says more than the message, which is empty when several addresses of a name failed. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return error.message || code || error.name;
}
