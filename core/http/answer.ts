import type { ServerResponse } from "node:http";
import { errorStatus, PlatformError } from "../errors.ts";
import type { Logger } from "../sdk/index.ts";

/** What goes back over HTTP. No body sends none. */
export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  /** The body as JSON, where it was needed before. */
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Headers that no answer of the API goes without. */
const apiHeaders = {
  "Cache-Control": "no-store",
  "X-Content-Type-Options": "nosniff",
} as const;

/** Turns anything that was thrown into the one shape of errors. What nobody foresaw is logged under the request's id and hidden. */
export function errorAnswer(error: unknown, log: Logger, requestId: string): Answer {
  if (error instanceof PlatformError) {
    const { code, message, field, retryAfterSeconds, status } = error;
    const headers = retryAfterSeconds === undefined ? {} : { "Retry-After": String(retryAfterSeconds) };
    return { status, headers, body: { detail: { code, message, ...(field === undefined ? {} : { field }) } } };
  }
  log.error("A request failed", { error, request_id: requestId });
  const message = `The hub failed on this request; its log has the details under ${requestId}`;
  const detail = { code: "INTERNAL_ERROR", message, request_id: requestId };
  return { status: errorStatus.INTERNAL_ERROR, body: { detail } };
}

/** Sends an answer as JSON; nothing when the client has gone or the answer has begun. */
export function send(response: ServerResponse, answer: Answer): void {
  if (response.headersSent || response.destroyed) return;
  const text = answer.text ?? (answer.body === undefined ? undefined : JSON.stringify(answer.body));
  response.writeHead(answer.status, {
    ...apiHeaders,
    ...(text === undefined
      ? {}
      : { "Content-Type": "application/json; charset=utf-8", "Content-Length": Buffer.byteLength(text) }),
    // The rest of a body that is too large is not read: the connection must end.
    ...(answer.status === errorStatus.PAYLOAD_TOO_LARGE ? { Connection: "close" } : {}),
    ...answer.headers,
  });
  response.end(text);
}
