import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

/** The header by which a request is named, in its answer and in the log. */
export const requestIdHeader = "X-Request-Id";
/** What a client may choose: enough for a UUID or a trace id, and nothing that could forge a line of a log. */
const sane = /^[\w.:-]{1,128}$/;

/** The name of a request: as the client says, when that is a plain token, else a new UUID. */
export function nameRequest({ headers }: IncomingMessage): string {
  const chosen = headers["x-request-id"];
  return typeof chosen === "string" && sane.test(chosen) ? chosen : randomUUID();
}

/** The name that an answer already carries. */
export function requestIdOf(response: ServerResponse): string {
  return String(response.getHeader(requestIdHeader));
}
