import type { ServerResponse } from "node:http";
import { errorStatus, PlatformError } from "../errors.ts";
import type { Logger } from "../sdk/index.ts";
import { JsonBytes } from "./json-writer.ts";

/** What goes back over HTTP. No body sends none. */
export interface Answer {
  readonly status: number;
  /** Data, which goes out as JSON, or what is JSON already, or a `StreamedBody`, which goes out while it is made. */
  readonly body?: unknown;
  /** The body as JSON, where it was needed before. */
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Headers that no answer of the API goes without. */
export const apiHeaders = {
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

/**
 * Sends an answer as JSON, with more headers if any; nothing when the client has gone or the answer has begun. Node writes headers that
 * all come at once far faster than those that it must keep.
 */
export function send(response: ServerResponse, answer: Answer, more?: Readonly<Record<string, string>>): void {
  if (response.headersSent || response.destroyed) return;
  const text = answer.text ?? contentOf(answer.body);
  const headers: Record<string, string | number> = { ...apiHeaders, ...answer.headers, ...more };
  if (text !== undefined) {
    headers["Content-Type"] ??= "application/json; charset=utf-8";
    headers["Content-Length"] = Buffer.byteLength(text);
  }
  // The rest of a body that is too large is not read: the connection must end.
  if (answer.status === errorStatus.PAYLOAD_TOO_LARGE) headers["Connection"] = "close";
  response.writeHead(answer.status, headers);
  response.end(text);
}

function contentOf(body: unknown): string | Uint8Array | undefined {
  if (body instanceof JsonBytes) return body.bytes;
  return body === undefined ? undefined : JSON.stringify(body);
}
