import type { Clock } from "../../core/sdk/index.ts";
import type { Heartbeat } from "../protocol.ts";
import { HttpConnection } from "../runtime/http-connection.ts";
import { failureText } from "./failure-text.ts";
import { interpretAnswer } from "./http-answer.ts";
import { reportText } from "./report-text.ts";
import type { Reporter, SendOutcome } from "./reporter.ts";

const timeoutMilliseconds = 10_000;

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
  readonly #connection: HttpConnection;

  constructor(options: HttpReporterOptions) {
    this.#options = options;
    this.#connection = new HttpConnection(new URL(`${options.hubUrl.replace(/\/+$/, "")}/api/v1/agents/heartbeat`));
    this.target = options.hubUrl;
  }

  async send(heartbeats: readonly Heartbeat[], signal: AbortSignal): Promise<SendOutcome> {
    const { clock } = this.#options;
    const body = reportText(heartbeats, clock.now());
    const deadline = clock.deadline(timeoutMilliseconds, signal);
    try {
      const guid = heartbeats[0]?.server_guid ?? null;
      const answer = await this.#connection.post(body, this.#headers(guid), deadline);
      return interpretAnswer(answer, heartbeats.length, clock.now());
    } catch (error) {
      const reason = deadline.aborted ? `no answer within ${timeoutMilliseconds / 1000} s` : failureText(error);
      return { kind: "unavailable", reason, retryAfterSeconds: null };
    }
  }

  close(): void {
    this.#connection.close();
  }

  #headers(guid: string | null): Record<string, string> {
    return {
      "Content-Type": "application/json",
      "X-Agent-Token": this.#options.token,
      ...(guid === null ? {} : { "X-Server-GUID": guid }),
    };
  }
}
