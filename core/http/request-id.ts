import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";

/** The header by which a request is named, in its answer and in the log. */
const header = "X-Request-Id";
/** What a client may choose: enough for a UUID or a trace id, and nothing that could forge a line of a log. */
const sane = /^[\w.:-]{1,128}$/;

/** Names an answer's request: as the client did, when that is a plain token, else by a new UUID. */
export function nameRequest(chosen: string | string[] | undefined, response: ServerResponse): string {
  const id = typeof chosen === "string" && sane.test(chosen) ? chosen : randomUUID();
  response.setHeader(header, id);
  return id;
}

/** The name that `nameRequest` gave. */
export function requestIdOf(response: ServerResponse): string {
  return String(response.getHeader(header));
}
